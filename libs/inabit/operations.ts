import { gql } from '@apollo/client/core';

/** The texts of what only reads, as documented. Everything variable is a variable, never spliced in (S-18). */

export const accessTokenQuery = gql`
  query GetApiUserAccessToken {
    getApiUserAccessToken
  }
`;

export const loginTokenQuery = gql`
  query Query {
    refreshApiUserLoginToken
  }
`;

export const transactionQuery = gql`
  query Transaction($where: TransactionWhereUniqueInput!) {
    transaction(where: $where) {
      id
      amount
      createdAt
      fee
      note
      txId
      transactionType
      status {
        status
      }
      subStatus {
        subStatus
      }
      createdBy {
        id
      }
      wallet {
        id
      }
      financialAsset {
        code
      }
      blockchain {
        code
      }
      contactCryptoAccount {
        address
      }
      swapAssetTo {
        code
      }
      swapToAmount
    }
  }
`;

export const walletsQuery = gql`
  query Wallets($where: WalletWhereInput) {
    wallets(where: $where) {
      id
      name
      walletCryptoAccounts {
        name
        balance
        financialAsset {
          code
        }
        blockchain {
          code
        }
      }
    }
  }
`;

/** Despite its name it never creates one. */
export const depositAddressQuery = gql`
  query GetOrCreateDepositAddress($where: WalletDepositAddressWhereInput!) {
    getOrCreateDepositAddress(where: $where) {
      address
    }
  }
`;

export const financialAssetsQuery = gql`
  query FinancialAssets {
    financialAssets {
      code
      id
      precision
    }
  }
`;

export const blockchainsQuery = gql`
  query Blockchains {
    blockchains {
      id
      name
      code
    }
  }
`;

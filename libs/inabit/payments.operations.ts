import { gql } from '@apollo/client/core';

/** The operations that change something; apart from the others, so that who only looks does not even hold their text. */

export const createWithdrawalMutation = gql`
  mutation CreateWithdrawal($data: WithdrawalCreateInput!) {
    createWithdrawal(data: $data) {
      id
    }
  }
`;

export const createSwapMutation = gql`
  mutation CreateInabitWalletSwap($data: InabitWalletSwapCreateInput!) {
    createInabitWalletSwap(data: $data) {
      id
    }
  }
`;

/** The field's name and the shape of its input are reconstructed from the documentation's prose. */
export const createWalletMutation = gql`
  mutation CreateWalletWithInabit($data: WalletCreateWithInabitInput!) {
    createWalletWithInabit(data: $data) {
      id
      name
    }
  }
`;

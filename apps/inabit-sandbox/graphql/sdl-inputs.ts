/** The input types of the Platform. */
export const inputs = /* GraphQL */ `
  input IdRef {
    id: String!
  }
  input TransactionWhereUniqueInput {
    id: String!
  }
  input UserWhereUniqueInput {
    id: String!
  }
  input OrganizationWhereUniqueInput {
    id: String!
  }
  input SubscriptionWhereUniqueInput {
    id: String!
  }
  input OrganizationFilter {
    id: String
  }
  input StringFilter {
    equals: String
    in: [String!]
  }
  input WalletWhereInput {
    id: String
    organization: OrganizationFilter
  }
  input SubscriptionWhereInput {
    id: String
    organization: OrganizationFilter
  }
  input FinancialAssetWhereInput {
    id: String
    code: StringFilter
  }
  input BlockchainWhereInput {
    id: String
    code: StringFilter
  }
  input WithdrawalCreateInput {
    wallet: IdRef!
    financialAsset: IdRef!
    blockchain: IdRef!
    address: String!
    amount: Decimal!
    note: String
    priority: String
  }
  input InabitWalletSwapCreateInput {
    wallet: IdRef!
    financialAsset: IdRef!
    blockchain: IdRef
    swapAssetTo: IdRef!
    swapToBlockchain: IdRef
    amount: Decimal!
    note: String
    isAccelerated: Boolean
  }
  input WalletDepositAddressWhereInput {
    walletId: String!
    assetId: String
    financialAssetId: String
    blockchainId: String!
  }
  input ApiWalletCreateAddressInput {
    blockchainId: String!
    financialAssetId: String!
    organizationId: String!
  }
  input ContactCryptoAccountCreateInput {
    address: String!
    contactName: String!
    name: String!
    organizationId: String
  }
  input TransactionUpdateInput {
    note: String
  }
  input WalletCreateWithInabitInput {
    name: String!
    organizationId: String
    organization: IdRef
  }
  input SubscriptionCreateInput {
    organization: IdRef!
    url: String!
  }
`;

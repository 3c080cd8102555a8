import { inputs } from './sdl-inputs.js';

/**
 * The Platform's schema as far as the sandbox has it, wide enough for every documented operation text (fact sheet
 * §2.12). `Decimal` stands where the provider has a float: the same JSON number on the wire, with all its digits.
 * `jwtToken` is an old argument that is accepted and ignored.
 */
export const sdl = /* GraphQL */ `
  schema {
    query: Query
    mutation: Mutation
  }

  scalar DateTime
  scalar Decimal

  type Query {
    getApiUserAccessToken: String!
    refreshApiUserLoginToken: String!
    apiSigner: ApiSigner
    transaction(where: TransactionWhereUniqueInput!, jwtToken: String): Transaction
    addCoinAddress(where: WalletDepositAddressWhereInput!, jwtToken: String): DepositAddress!
    getOrCreateDepositAddress(where: WalletDepositAddressWhereInput!, jwtToken: String): DepositAddress!
    wallets(where: WalletWhereInput, jwtToken: String): [Wallet!]!
    financialAssets(where: FinancialAssetWhereInput, jwtToken: String): [FinancialAsset!]!
    blockchains(where: BlockchainWhereInput, jwtToken: String): [Blockchain!]!
    subscriptions(where: SubscriptionWhereInput, jwtToken: String): [WebhookSubscription!]!
    user(where: UserWhereUniqueInput!, jwtToken: String): User
    organization(where: OrganizationWhereUniqueInput!, jwtToken: String): Organization
  }

  type Mutation {
    createWithdrawal(data: WithdrawalCreateInput!, jwtToken: String): Transaction!
    createInabitWalletSwap(data: InabitWalletSwapCreateInput!, jwtToken: String): Transaction!
    updateTransaction(
      data: TransactionUpdateInput!
      where: TransactionWhereUniqueInput!
      jwtToken: String
    ): Transaction!
    createWalletWithInabit(data: WalletCreateWithInabitInput!, jwtToken: String): Wallet!
    createApiWalletAddress(data: ApiWalletCreateAddressInput!, jwtToken: String): ApiWalletAddress!
    createContactCryptoAccount(data: ContactCryptoAccountCreateInput!, jwtToken: String): ContactCryptoAccount!
    createSubscription(data: SubscriptionCreateInput!, jwtToken: String): WebhookSubscription!
    deleteSubscription(where: SubscriptionWhereUniqueInput!, jwtToken: String): WebhookSubscription!
  }

  ${inputs}

  type Transaction {
    id: String!
    transactionType: String
    amount: Decimal
    fee: Decimal
    note: String
    priority: String
    isAccelerated: Boolean
    createdAt: DateTime!
    rateUSD: Decimal
    rateEUR: Decimal
    kyt: String
    txId: String
    status: TransactionStatus
    subStatus: TransactionSubStatus
    wallet: Wallet
    financialAsset: FinancialAsset
    blockchain: Blockchain
    createdBy: User
    contactCryptoAccount: ContactCryptoAccount
    swapAssetTo: FinancialAsset
    swapToAmount: Decimal
    orderType: String
  }
  type TransactionStatus {
    status: String
    category: String
  }
  type TransactionSubStatus {
    subStatus: String
  }
  type DepositAddress {
    address: String!
  }
  type ApiWalletAddress {
    address: String!
    walletId: String!
  }
  type ContactCryptoAccount {
    id: String
    address: String
    name: String
    contact: Contact
  }
  type Contact {
    id: String
    name: String
  }
  type FinancialAsset {
    id: String!
    code: String!
    name: String
    precision: Int
  }
  type Blockchain {
    id: String!
    code: String!
    name: String
  }
  type Wallet {
    id: String!
    name: String
    balanceUSD: Decimal
    balanceEUR: Decimal
    isArchived: Boolean
    walletCryptoAccounts: [WalletCryptoAccount!]!
  }
  type WalletCryptoAccount {
    name: String
    balance: Decimal
    financialAsset: FinancialAsset
    blockchain: Blockchain
  }
  type User {
    id: String!
    fullName: String
    firstName: String
    lastName: String
    roles: [String!]
    organizations: [Organization!]
  }
  type Organization {
    id: String!
    name: String
    city: String
    email: String
    industry: String
    isIndividual: Boolean
    phone: String
    street: String
    timezone: String
    unit: String
    zipCode: String
    agents: [User!]
    wallets: [Wallet!]
  }
  type ApiSigner {
    id: String!
    signatureKey: String
    pairingStatus: String
  }
  type WebhookSubscription {
    id: String!
    token: String
    url: String
  }
`;

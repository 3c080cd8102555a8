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
    wallets(where: WalletWhereInput, jwtToken: String): [Wallet!]!
    financialAssets(where: FinancialAssetWhereInput, jwtToken: String): [FinancialAsset!]!
    blockchains(where: BlockchainWhereInput, jwtToken: String): [Blockchain!]!
    subscriptions(where: SubscriptionWhereInput, jwtToken: String): [WebhookSubscription!]!
    user(where: UserWhereUniqueInput!, jwtToken: String): User
    organization(where: OrganizationWhereUniqueInput!, jwtToken: String): Organization
  }

  type Mutation {
    createWithdrawal(data: WithdrawalCreateInput!, jwtToken: String): Transaction!
    updateTransaction(
      data: TransactionUpdateInput!
      where: TransactionWhereUniqueInput!
      jwtToken: String
    ): Transaction!
    createWalletWithInabit(data: WalletCreateWithInabitInput!, jwtToken: String): Wallet!
    createSubscription(data: SubscriptionCreateInput!, jwtToken: String): WebhookSubscription!
    deleteSubscription(where: SubscriptionWhereUniqueInput!, jwtToken: String): WebhookSubscription!
  }

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
  }
  type TransactionStatus {
    status: String
    category: String
  }
  type TransactionSubStatus {
    subStatus: String
  }
  type ContactCryptoAccount {
    address: String
    name: String
    contact: Contact
  }
  type Contact {
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

/** The operation texts of the provider's documentation and of its approver, as they stand there (fact sheet §2, §5.2). */

export const createWithdrawalText =
  'mutation CreateWithdrawal($data: WithdrawalCreateInput!) { createWithdrawal(data: $data) { id } }';

export const transactionText = `query Transaction($where: TransactionWhereUniqueInput!) {
  transaction(where: $where) {
    id amount createdAt fee note isAccelerated priority rateUSD rateEUR kyt
    blockchain { name code }   createdBy { fullName }   status { status }
    wallet { name id }         financialAsset { code }
  } }`;

export const updateTransactionText = `mutation UpdateTransaction($data: TransactionUpdateInput!, $where: TransactionWhereUniqueInput!) {
  updateTransaction(data: $data, where: $where) { id } }`;

export const walletsText = `query Wallets($where: WalletWhereInput) {
  wallets(where: $where) { id name balanceUSD balanceEUR
    walletCryptoAccounts { name balance financialAsset { code } blockchain { code } } } }`;

export const createWalletText =
  'mutation CreateWalletWithInabit($data: WalletCreateWithInabitInput!) { createWalletWithInabit(data: $data) { id name } }';

export const createSubscriptionText =
  'mutation CreateSubscription($data: SubscriptionCreateInput!) { createSubscription(data: $data) { id, token } }';

export const subscriptionsText =
  'query Subscriptions($where: SubscriptionWhereInput) { subscriptions(where: $where) { id token } }';

export const deleteSubscriptionText =
  'mutation DeleteSubscription($where: SubscriptionWhereUniqueInput!) { deleteSubscription(where: $where) { id } }';

export const createSwapText = `mutation CreateInabitWalletSwap($data: InabitWalletSwapCreateInput!) {
  createInabitWalletSwap(data: $data) { id amount fee orderType } }`;

export const createApiWalletText =
  'mutation CreateApiWalletAddress($data: ApiWalletCreateAddressInput!) { createApiWalletAddress(data: $data) { address walletId } }';

export const addCoinText =
  'query AddCoinAddress($where: WalletDepositAddressWhereInput!) { addCoinAddress(where: $where) { address } }';

export const depositAddressText =
  'query GetOrCreateDepositAddress($where: WalletDepositAddressWhereInput!) { getOrCreateDepositAddress(where: $where) { address } }';

export const whitelistText =
  'mutation CreateContactCryptoAccount($data: ContactCryptoAccountCreateInput!) { createContactCryptoAccount(data: $data) { address name contact { id name } id } }';

/** With the old argument that the authentication pages still show. */
export const createWithdrawalWithTokenText =
  'mutation CreateWithdrawal($data: WithdrawalCreateInput!, $jwtToken: String!) { createWithdrawal(data: $data, jwtToken: $jwtToken) { id } }';

export const allDocumentedTexts: readonly string[] = [
  'query GetApiUserAccessToken { getApiUserAccessToken }',
  'query Query { refreshApiUserLoginToken }',
  'query ApiSigner { apiSigner { signatureKey, pairingStatus, id } }',
  createWithdrawalText,
  createWithdrawalWithTokenText,
  transactionText,
  updateTransactionText,
  walletsText,
  createWalletText,
  createSubscriptionText,
  subscriptionsText,
  deleteSubscriptionText,
  createSwapText,
  createApiWalletText,
  addCoinText,
  depositAddressText,
  whitelistText,
  'query User($where: UserWhereUniqueInput!) { user(where: $where) { fullName organizations { id name } } }',
  'query Organization($where: OrganizationWhereUniqueInput!) { organization(where: $where) { agents { firstName lastName roles } } }',
  'query FinancialAssets { financialAssets { code id } }',
  'query Blockchains { blockchains { id name code } }',
  'query FinancialAssets($where: FinancialAssetWhereInput) { financialAssets(where: $where) { code id } }',
  'query Blockchains($where: BlockchainWhereInput) { blockchains(where: $where) { id name code } }',
];

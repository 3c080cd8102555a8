/** One payout of the demo. */
export interface Scene {
  readonly title: string;
  /** How the provider misbehaves for it. */
  readonly scenario?: string;
  readonly player: string;
  readonly address: string;
  readonly amount: string;
  readonly asset: string;
  readonly reference: string;
  readonly paid: boolean;
}

/** What the demo plays, in order. */
export const story: readonly Scene[] = [
  {
    title: 'A payout on a good day',
    player: 'ada',
    address: 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6',
    amount: '125.50',
    asset: 'USDT@tron',
    reference: 'good-day',
    paid: true,
  },
  {
    title: 'The provider accepts it, but its answer is lost',
    scenario: 'lose-response-after-acceptance',
    player: 'ben',
    address: 'THdaEUCAUL2GqUFbBVDSRg4PyMEKDFdx4v',
    amount: '80',
    asset: 'USDT@tron',
    reference: 'answer-lost',
    paid: true,
  },
  {
    title: 'The request is lost before the provider sees it',
    scenario: 'lose-response-before-acceptance',
    player: 'cleo',
    address: 'TX79pZWnWMxEjekNAc1QKnrZrzvx8tsTfG',
    amount: '42.000001',
    asset: 'USDT@tron',
    reference: 'request-lost',
    paid: true,
  },
  {
    title: 'The provider creates it twice',
    scenario: 'duplicate-create',
    player: 'dan',
    address: 'bc1qjx97xnphvdmuy5rz3f00p70d4tnu8sd9j2lqm5',
    amount: '0.00000673',
    asset: 'BTC@bitcoin',
    reference: 'created-twice',
    paid: true,
  },
  {
    title: 'The provider declines it',
    scenario: 'decline',
    player: 'eve',
    address: 'TVwWkxuq99tGHxXMDLMGgM9cD76Kk5WmfV',
    amount: '15',
    asset: 'USDC@tron',
    reference: 'declined',
    paid: false,
  },
  {
    title: 'It is larger than what the wallet has',
    player: 'fay',
    address: 'TYyApLTkV4oub6RqAdcii4KEfiEpZmvvWT',
    amount: '999999999',
    asset: 'USDT@tron',
    reference: 'too-large',
    paid: false,
  },
];

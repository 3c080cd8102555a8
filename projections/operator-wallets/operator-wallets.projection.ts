import { accountCodec, accountStreamPrefix } from '#libs/ledger/account.codec.js';
import type { Posting } from '#libs/ledger/posting.js';
import { assetId } from '#libs/money/asset.js';
import { add, insert, upsert, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import { providerBalanceCodec, providerBalanceStreamPrefix } from '#libs/wallets/provider-balance.codec.js';
import { openingCodec, openingStreamPrefix } from '#libs/wallets/opening.codec.js';
import { walletCodec, walletStreamPrefix } from '#libs/wallets/wallet.codec.js';
import {
  operatorWallet,
  operatorWalletAddress,
  operatorWalletBalance,
  walletOpening,
} from './operator-wallets.tables.js';

/** Every wallet as whoever owns it looks at it: what it is, where it is reached, what stands in it (IN-07). */
export const operatorWallets = defineProjection({
  name: 'operator-wallets',
  version: 3,
  streams: [walletStreamPrefix, openingStreamPrefix, accountStreamPrefix, providerBalanceStreamPrefix],
  codecs: [walletCodec, openingCodec, accountCodec, providerBalanceCodec],
  tables: [operatorWallet, walletOpening, operatorWalletAddress, operatorWalletBalance],
  on: {
    WalletOpeningRequested: opening(true),
    WalletOpeningStarted: opening(true),
    WalletOpeningUnknown: opening(true),
    WalletOpeningRefused: opening(false),
    WalletOpened: opening(true),
    WalletRegistered: ({ walletId, operatorId, providerWalletId, name, role, registeredAt }, { recordedAt }) => [
      upsert(walletOpening, { wallet_id: walletId }, { open: false, updated_at: recordedAt }),
      insert(operatorWallet, {
        wallet_id: walletId,
        operator_id: operatorId,
        provider_wallet_id: providerWalletId,
        name,
        role,
        registered_at: registeredAt,
      }),
    ],
    WalletAddressRecorded: ({ walletId, chain, address }) => [
      upsert(operatorWalletAddress, { wallet_id: walletId, chain }, { address }),
    ],
    ProviderBalanceObserved: ({ walletId, balance: { asset, minor }, observedAt }) => [
      upsert(
        operatorWalletBalance,
        { wallet_id: walletId, asset: assetId(asset) },
        { provider_minor: minor, provider_observed_at: observedAt },
      ),
    ],
    AccountCredited: posted,
    AccountDebited: posted,
    FundsHeld: posted,
    HoldCaptured: posted,
    HoldReleased: posted,
    IncomingDetected: posted,
    IncomingConfirmed: posted,
    IncomingHeldBack: posted,
    IncomingCancelled: posted,
    IncomingReopened: posted,
  },
});

function opening(open: boolean) {
  return ({ walletId }: { readonly walletId: string }, { recordedAt }: EventMeta): Change[] => [
    upsert(walletOpening, { wallet_id: walletId }, { open, updated_at: recordedAt }),
  ];
}

const columnOf = { available: 'available_minor', reserved: 'reserved_minor', incoming: 'incoming_minor' } as const;

function posted({ postings }: { readonly postings: readonly Posting[] }): Change[] {
  return postings.flatMap(({ from, to, amount: { asset, minor } }) => {
    const id = assetId(asset);
    return [
      ...moved(from, id, -minor),
      ...moved(to, id, minor),
      ...setAside(from, to, id, minor),
      ...setAside(to, from, id, -minor),
    ];
  });
}

/** Nothing for what is no wallet's account. */
function moved(account: string, asset: string, minor: bigint): Change[] {
  const [kind, walletId = '', part = ''] = account.split(':');
  if (kind !== 'wallet' || !isPart(part)) return [];
  return [add(operatorWalletBalance, { wallet_id: walletId, asset }, { [columnOf[part]]: minor })];
}

/** What is in suspense is nobody’s yet, and stands in the wallet that it was taken from. */
function setAside(from: string, to: string, asset: string, minor: bigint): Change[] {
  const [kind, walletId = ''] = from.split(':');
  if (kind !== 'wallet' || !to.startsWith('suspense:')) return [];
  return [add(operatorWalletBalance, { wallet_id: walletId, asset }, { suspended_minor: minor })];
}

function isPart(part: string): part is keyof typeof columnOf {
  return Object.hasOwn(columnOf, part);
}

import { accountCodec, accountStreamPrefix } from '#libs/ledger/account.codec.js';
import type { Posting } from '#libs/ledger/posting.js';
import { assetId } from '#libs/money/asset.js';
import { effectiveAt } from '#libs/event-streams/effective-at.js';
import { add, insert, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import { walletCodec, walletStreamPrefix } from '#libs/wallets/wallet.codec.js';
import { accountBalance, balanceEntry, balanceStretch, stretchBits, wallet } from './balances.tables.js';

/** Balances and entries of every account: copies the postings that the facts carry, computes nothing. */
export const balances = defineProjection({
  name: 'balances',
  version: 3,
  streams: [accountStreamPrefix, walletStreamPrefix],
  codecs: [accountCodec, walletCodec],
  tables: [accountBalance, balanceEntry, balanceStretch, wallet],
  on: {
    AccountCredited: post('AccountCredited'),
    AccountDebited: post('AccountDebited'),
    FundsHeld: post('FundsHeld'),
    HoldCaptured: post('HoldCaptured'),
    HoldReleased: post('HoldReleased'),
    IncomingDetected: post('IncomingDetected'),
    IncomingConfirmed: post('IncomingConfirmed'),
    IncomingHeldBack: post('IncomingHeldBack'),
    IncomingCancelled: post('IncomingCancelled'),
    IncomingReopened: post('IncomingReopened'),
    WalletAddressRecorded: 'ignored',
    WalletRegistered: (data) => [
      insert(wallet, {
        wallet_id: data.walletId,
        operator_id: data.operatorId,
        provider_wallet_id: data.providerWalletId,
        name: data.name,
        role: data.role,
        registered_at: data.registeredAt,
      }),
    ],
  },
});

function post(event: string) {
  return ({ postings }: { readonly postings: readonly Posting[] }, meta: EventMeta): Change[] => {
    const stretch = meta.position.commit >> stretchBits;
    return postings.flatMap(({ from, to, amount: { asset, minor } }, index) => {
      const id = assetId(asset);
      const side = (account: string, counter: string, change: bigint): Change[] => [
        add(accountBalance, { account, asset: id }, { balance_minor: change }, partOf(account)),
        add(balanceStretch, { account, asset: id, stretch }, { change_minor: change }),
        insert(balanceEntry, {
          account,
          asset: id,
          commit_position: meta.position.commit,
          posting_index: index,
          amount_minor: change,
          counter_account: counter,
          event,
          stream: meta.streamName,
          revision: meta.revision,
          event_id: meta.eventId,
          recorded_at: meta.recordedAt,
          effective_at: effectiveAt(meta),
          cause: meta.metadata.correlationId,
        }),
      ];
      return [...side(from, to, -minor), ...side(to, from, minor)];
    });
  };
}

function partOf(account: string): { wallet_id?: string; part?: string } {
  const [kind, walletId, part] = account.split(':');
  return kind === 'wallet' && walletId !== undefined && part !== undefined ? { wallet_id: walletId, part } : {};
}

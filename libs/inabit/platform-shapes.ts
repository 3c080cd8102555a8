import { z } from 'zod';
import { decimal } from './decimal-text.js';
import type { ProviderBalance, ProviderTransaction, ProviderWallet } from './inabit-reader.js';
import { assetByCodes } from './provider-codes.js';
import { providerPhase } from './provider-status.js';

/** The shapes of the Platform's answers (fact sheet §2.2, §2.7): additions pass, changes do not. */

const text = z.string().nullish();
const coded = z.looseObject({ code: z.string() });
const identified = z.looseObject({ id: z.string() });

export const transactionSchema = z
  .looseObject({
    id: z.string(),
    amount: decimal,
    createdAt: z.iso.datetime({ offset: true }),
    status: z.looseObject({ status: z.string() }),
    subStatus: z.looseObject({ subStatus: text }).nullish(),
    wallet: identified,
    financialAsset: coded,
    blockchain: coded,
    fee: decimal.nullish(),
    note: text,
    txId: text,
    transactionType: text,
    createdBy: identified.nullish(),
    contactCryptoAccount: z.looseObject({ address: text }).nullish(),
    swapAssetTo: coded.nullish(),
    swapToAmount: decimal.nullish(),
  })
  .transform(toTransaction)
  .nullable();

const accountSchema = z
  .looseObject({ balance: decimal, financialAsset: coded, blockchain: coded })
  .transform(
    ({ balance, financialAsset, blockchain }): ProviderBalance => ({ ...assetOf(financialAsset, blockchain), balance }),
  );

export const walletsSchema = z.array(
  z.looseObject({ id: z.string(), name: text, walletCryptoAccounts: z.array(accountSchema) }).transform(
    ({ id, name, walletCryptoAccounts }): ProviderWallet => ({
      id,
      name: name ?? '',
      balances: walletCryptoAccounts,
    }),
  ),
);

export const addressSchema = z.looseObject({ address: z.string().min(1).max(256) });

interface TransactionFields {
  readonly id: string;
  readonly amount: string;
  readonly createdAt: string;
  readonly status: { readonly status: string };
  readonly subStatus?: { readonly subStatus?: string | null | undefined } | null | undefined;
  readonly wallet: { readonly id: string };
  readonly financialAsset: { readonly code: string };
  readonly blockchain: { readonly code: string };
  readonly fee?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly txId?: string | null | undefined;
  readonly transactionType?: string | null | undefined;
  readonly createdBy?: { readonly id: string } | null | undefined;
  readonly contactCryptoAccount?: { readonly address?: string | null | undefined } | null | undefined;
  readonly swapAssetTo?: { readonly code: string } | null | undefined;
  readonly swapToAmount?: string | null | undefined;
}

function toTransaction(fields: TransactionFields): ProviderTransaction {
  const { id, amount, createdAt, status, wallet, financialAsset, blockchain } = fields;
  return {
    providerId: id,
    amount,
    ...assetOf(financialAsset, blockchain),
    walletId: wallet.id,
    createdAt: new Date(createdAt),
    status: status.status,
    phase: providerPhase(status.status),
    subStatus: fields.subStatus?.subStatus ?? undefined,
    transactionType: fields.transactionType ?? undefined,
    destination: fields.contactCryptoAccount?.address ?? undefined,
    note: fields.note ?? undefined,
    initiatorId: fields.createdBy?.id ?? undefined,
    txId: fields.txId ?? undefined,
    fee: fields.fee ?? undefined,
    swapAssetToCode: fields.swapAssetTo?.code,
    swapToAmount: fields.swapToAmount ?? undefined,
  };
}

function assetOf(financialAsset: { code: string }, blockchain: { code: string }) {
  const [assetCode, blockchainCode] = [financialAsset.code, blockchain.code];
  return { asset: assetByCodes('platform', assetCode, blockchainCode), assetCode, blockchainCode };
}

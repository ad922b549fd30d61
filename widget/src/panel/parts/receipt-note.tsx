/** The shopper's receipt for their agreement. */

import type { ConsentReceipt } from "../../contract.js";
import type { Words } from "../words.js";

export function ReceiptNote({ receipt, words }: { readonly receipt: ConsentReceipt; readonly words: Words }) {
  return (
    <details class="receipt">
      <summary>{words.t("receipt.title")}</summary>
      <p>{receipt.text}</p>
      <p class="second">
        {words.t("receipt.number", { id: receipt.consentId, date: words.date(receipt.expiresAt) })}
      </p>
    </details>
  );
}

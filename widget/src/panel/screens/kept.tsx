/** All that is kept of the shopper, and its erasure with a receipt. */

import type { Kept } from "../../contract.js";
import { Button } from "../parts/button.js";
import { ReceiptNote } from "../parts/receipt-note.js";
import type { Ui } from "../ui.js";

const KINDS = ["messages", "analyses", "consents", "events", "impressions", "tickets"] as const;

export function KeptScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { kept, receipt, busy } = state;
  const { t } = words;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t("kept.title")}</h2>
      <p>{t("kept.lead")}</p>
      {kept && <Records kept={kept} ui={ui} />}
      {receipt && <ReceiptNote receipt={receipt} words={words} />}
      {receipt && (
        <Button disabled={busy} onClick={() => void act.privacy.takeBack()}>
          {t("kept.takeBack")}
        </Button>
      )}
      {kept && (state.confirming ? <Sure ui={ui} /> : <EraseButton ui={ui} />)}
    </div>
  );
}

export function ErasedScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { erasure } = state;
  const { t } = words;
  if (!erasure) return null;
  const counts = Object.entries(erasure.erased).filter(([, count]) => count > 0);
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t("erased.title")}</h2>
      <ul class="tips">
        {counts.map(([kind, count]) => (
          <li key={kind}>{words.count(`kept.${kind}`, count)}</li>
        ))}
      </ul>
      <p class="second">{t("erased.receipt", { id: erasure.receiptId, date: words.date(erasure.at) })}</p>
      <Button weight="main" onClick={() => void act.visit.begin()}>
        {t("erased.again")}
      </Button>
    </div>
  );
}

function Records({ kept, ui: { words } }: { readonly kept: Kept; readonly ui: Ui }) {
  return (
    <div class="kept">
      <Group title={words.t("kept.visit")} records={[kept.session]} />
      {KINDS.map((kind) => {
        const records = kept[kind] as readonly unknown[] | undefined;
        return records && <Group key={kind} title={words.count(`kept.${kind}`, records.length)} records={records} />;
      })}
    </div>
  );
}

function Group({ title, records }: { readonly title: string; readonly records: readonly unknown[] }) {
  if (!records.length) return <p class="kept-none second">{title}</p>;
  return (
    <details>
      <summary>{title}</summary>
      <pre tabIndex={0} dir="ltr">
        {JSON.stringify(records, null, 2)}
      </pre>
    </details>
  );
}

function EraseButton({ ui: { act, words } }: { readonly ui: Ui }) {
  return (
    <Button tone="bad" id="erase" onClick={() => act.privacy.confirm(true)}>
      {words.t("kept.erase")}
    </Button>
  );
}

function Sure({ ui: { state, act, words } }: { readonly ui: Ui }) {
  return (
    <div class="note attention" role="alert">
      <p>{words.t("kept.eraseSure")}</p>
      <Button tone="bad" id="erase" disabled={state.busy} onClick={() => void act.privacy.erase()}>
        {words.t("kept.eraseYes")}
      </Button>
      <Button weight="quiet" onClick={() => act.privacy.confirm(false)}>
        {words.t("kept.eraseNo")}
      </Button>
    </div>
  );
}

/** Forms to fill in, beneath a report's link. */
export const FORM_STYLE = `
.said{margin-top:24px;padding:12px 16px;border:1px solid var(--ink);font-size:14px;overflow-wrap:anywhere}
.ask{display:block;margin-top:32px;padding:20px 24px 24px;border:1px solid var(--line)}form.ask{border-color:var(--ink)}.ask form{display:block;margin-top:8px}.ask .note code{overflow-wrap:anywhere}
.ask form>div,.ask>.row{margin-top:16px}.row{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px 20px;align-items:start}.ask button{margin-top:16px}.ask form+form{margin-top:28px;padding-top:12px;border-top:1px solid var(--line)}.ask input,.ask textarea{width:100%;min-width:0}
textarea{font:400 15px/24px var(--serif);padding:6px 8px;border:1px solid var(--ink-3);border-radius:4px;background:var(--surface);color:var(--ink);resize:vertical}textarea:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
summary{cursor:pointer;font-weight:500;min-height:24px}.hint{font-size:12px;color:var(--ink-3);margin-top:4px}.wrong{font-size:12px;font-weight:500;color:var(--block);margin-top:4px}
@media(max-width:760px){.row{grid-template-columns:minmax(0,1fr)}.ask{padding:16px}}
@media print{.ask,.said,#told{display:none}}
`;

/** What the contract's page has beside: wording. */
export const CONTRACT_STYLE = `${FORM_STYLE}
.wording{font:400 16px/26px var(--serif);margin-top:8px;max-width:680px;text-wrap:pretty;white-space:pre-line}.wording del{color:var(--ink-3)}.wording ins{text-decoration:underline;text-underline-offset:3px}
.five.four{grid-template-columns:1.7fr 1.1fr 1.2fr 1.9fr}details pre{margin-top:12px}
@media(max-width:760px){.five.four{grid-template-columns:minmax(0,1fr)}}
`;

/** What the contract's page has beyond the report's: wording, and forms to fill in. */
export const CONTRACT_STYLE = `
.wording{font:400 16px/26px var(--serif);margin-top:8px;max-width:680px;text-wrap:pretty;white-space:pre-line}.wording del{color:var(--ink-3)}.wording ins{text-decoration:underline;text-underline-offset:3px}
.five.four{grid-template-columns:1.7fr 1.1fr 1.2fr 1.9fr}
.said{margin-top:24px;padding:12px 16px;border:1px solid var(--ink);font-size:14px}
.act{display:block;margin-top:32px;padding:20px 24px 24px;border:1px solid var(--line)}form.act{border-color:var(--ink)}.act form{display:block;margin-top:8px}.act .note code{overflow-wrap:anywhere}
.act form>div,.act>.row{margin-top:16px}.row{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px 20px;align-items:start}.act button{margin-top:20px}.act input,.act textarea{width:100%;min-width:0}
textarea{font:400 15px/24px var(--serif);padding:6px 8px;border:1px solid var(--ink-3);border-radius:4px;background:var(--surface);color:var(--ink);resize:vertical}textarea:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
summary{cursor:pointer;font-weight:500;min-height:24px}details pre{margin-top:12px}.hint{font-size:12px;color:var(--ink-3);margin-top:4px}.wrong{font-size:12px;font-weight:500;color:var(--block);margin-top:4px}
@media(max-width:760px){.row,.five.four{grid-template-columns:minmax(0,1fr)}.act{padding:16px}}
@media print{.act{display:none}}
`;

/** The report's look: the console's tokens, no web fonts, nothing from elsewhere; A4 on paper. */
export const STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#f7fbf9,#0c1415);--surface:light-dark(#fff,#121b1c);--ink:light-dark(#122123,#ebf0ed);--ink-2:light-dark(#435355,#b0bab7);--ink-3:light-dark(#5b696b,#8f9b9a);--line:light-dark(#dce1de,#263031);--met:light-dark(#065f3d,#78dca9);--met-bg:light-dark(#e2f7ea,#123021);--block:light-dark(#ac1a1c,#fe8b83);--block-bg:light-dark(#ffece9,#451816);--un:light-dark(#435355,#b0bab7);--un-bg:light-dark(#e9eeec,#1d2627);--focus:light-dark(#1b6ad4,#65a7fa);--serif:"IBM Plex Serif",Georgia,"Times New Roman",serif;--sans:"IBM Plex Sans",system-ui,-apple-system,"Segoe UI",sans-serif;--mono:"IBM Plex Mono",ui-monospace,Menlo,monospace}
*{box-sizing:border-box;margin:0}body{background:var(--paper);color:var(--ink);font:14px/20px var(--sans)}
a{color:inherit}a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.doc{max-width:920px;margin:48px auto 64px;background:var(--surface);border:1px solid var(--line);padding:56px 64px 64px}
.mast{display:flex;justify-content:space-between;gap:24px;padding-bottom:12px;border-bottom:3px double var(--ink);font-size:12px;color:var(--ink-2)}.mast b{font:600 20px/24px var(--serif);color:var(--ink)}.mast p:last-child{text-align:right}
.demo{margin-top:24px;padding:8px 12px;border:2px solid var(--ink);font-weight:600;letter-spacing:.06em}
.kind{color:var(--ink-2);margin-top:48px;font-size:13px}h1{font:600 28px/36px var(--serif);margin-top:4px;overflow-wrap:anywhere}
.cover{font:400 20px/30px var(--serif);margin-top:20px;max-width:720px;text-wrap:pretty}.lede{margin-top:12px;font-size:13px;color:var(--ink-2);max-width:720px}
.facts{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:16px 24px;margin-top:32px;padding:16px 0;border-block:1px solid var(--line);font-size:13px}dt{font-size:12px;line-height:16px;color:var(--ink-3);margin-bottom:2px}dd{overflow-wrap:anywhere}
h2{font-size:14px;line-height:20px;margin:48px 0 20px;padding-bottom:8px;border-bottom:1px solid var(--ink);display:flex;justify-content:space-between;gap:16px}h2 span{font-weight:400;font-size:12px;color:var(--ink-3)}
.clause{padding-left:16px;border-left:2px solid var(--ink-3);break-inside:avoid}.clause+.clause{margin-top:32px}.clause.met{border-left-style:solid;border-color:var(--met)}.clause.breached{border-left:4px double var(--block)}.clause.stale,.clause.unproven{border-left-style:dashed}.clause.waived{border-left-style:dotted}
.clause header{display:flex;justify-content:space-between;gap:16px;align-items:flex-start}h3{font:600 16px/24px var(--serif)}
.chip{font-size:12px;line-height:16px;padding:2px 8px;border-radius:4px;background:var(--un-bg);color:var(--un);white-space:nowrap;print-color-adjust:exact;-webkit-print-color-adjust:exact}.chip.met{background:var(--met-bg);color:var(--met)}.chip.breached{background:var(--block-bg);color:var(--block)}
.five{display:grid;grid-template-columns:2.1fr 1.7fr 1.3fr 1.1fr 1.6fr;gap:12px 20px;margin-top:8px;font-size:13px;line-height:18px}.five .o dd{font:400 14px/20px var(--serif)}
.days{display:flex;align-items:center;gap:12px;margin-top:14px;flex-wrap:wrap;font-size:12px;color:var(--ink-2)}.days svg{max-width:100%}
.note{margin-top:8px;font-size:13px;color:var(--ink-2);max-width:664px;text-wrap:pretty}
table{width:100%;border-collapse:collapse;font-size:13px}td,th{padding:8px 8px 8px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}th{font-weight:400;font-size:12px;color:var(--ink-3)}td.n,th.n{text-align:right}.when{white-space:nowrap;color:var(--ink-2)}
.no{font:500 12px/16px var(--mono);white-space:nowrap}.mono,code{font:12px/18px var(--mono);overflow-wrap:anywhere}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:32px;font-size:13px}.two p+p{margin-top:8px}
pre{font:12px/18px var(--mono);padding:12px;border:1px solid var(--line);overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.foot{margin-top:40px;padding-top:12px;border-top:1px solid var(--line);font-size:12px;color:var(--ink-3);display:flex;justify-content:space-between;gap:24px}
form{margin-top:24px;display:flex;gap:8px;align-items:end;flex-wrap:wrap}label{display:block;font-size:12px;color:var(--ink-2);margin-bottom:4px}input{font:14px/20px var(--sans);padding:5px 8px;border:1px solid var(--ink-3);border-radius:4px;background:var(--surface);color:var(--ink);min-width:240px}button{font:500 14px/20px var(--sans);padding:6px 14px;border:0;border-radius:4px;background:var(--ink);color:var(--surface);cursor:pointer}
.desk{display:grid;gap:16px;margin-top:16px;justify-items:start}.wide{width:100%;max-width:664px}.desk>div{width:100%}#said{margin-top:16px;font-size:13px;overflow-wrap:anywhere}#said[data-state=ok]{color:var(--met)}#said[data-state=bad]{color:var(--block)}[hidden]{display:none!important}
a.act{display:inline-block;padding:6px 14px;border-radius:4px;background:var(--ink);color:var(--surface);font-weight:500;text-decoration:none}
.mark{position:fixed;inset:0;pointer-events:none;display:grid;place-items:center;opacity:.06;font:600 64px/1 var(--serif);transform:rotate(-24deg);text-align:center}
@media(max-width:760px){.doc{margin:0;border:0;padding:20px 16px 40px}.mast,.foot{flex-direction:column;gap:8px}.mast p:last-child{text-align:left}.kind{margin-top:28px}.facts,.five{grid-template-columns:1fr 1fr}.five .o{grid-column:1/-1}.two{grid-template-columns:minmax(0,1fr)}.clause header{flex-direction:column-reverse;gap:6px}h1{font-size:24px;line-height:32px}.cover{font-size:18px;line-height:28px}h2{flex-direction:column;gap:0}}
@page{size:A4;margin:16mm 15mm}@media print{:root{color-scheme:light}.doc{margin:0;padding:0;border:0;max-width:none}tr,.facts{break-inside:avoid}h2{break-after:avoid}form{display:none}}
`;

/** Styles of the page. Colours follow the reader's system unless chosen. */
export const pageStyle = `
:root{color-scheme:light dark;--page:light-dark(#f6f7f9,#0f1216);--panel:light-dark(#fff,#171b21);--sunk:light-dark(#f1f3f6,#11151a);--line:light-dark(#dfe3e8,#2b323b);--text:light-dark(#1a1f26,#e4e8ed);--muted:light-dark(#5a6472,#98a3b1);--accent:light-dark(#1f5fc4,#7fb0ff);--good:light-dark(#177245,#4fc98a);--warn:light-dark(#8a6100,#e0b341);--bad:light-dark(#b93a32,#f2837a);--c0:light-dark(#2f6fd0,#6ea5f5);--c1:light-dark(#c2571a,#f0a15e);--c2:light-dark(#17825a,#4fc98a);--c3:light-dark(#7a45b8,#c09af0);--soft:light-dark(#a9c6f0,#31507f)}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
:root:not([data-language=zh]) .zh,:root[data-language=zh] .en{display:none}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1,h2,h3,p,ul,dl,dd,figure{margin:0}h1{font-size:1.7rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-bottom:.6rem}h3{font-size:.95rem;margin:1.1rem 0 .45rem}
button{font:inherit;color:inherit;cursor:pointer;padding:.25rem .65rem;border:1px solid var(--line);border-radius:6px;background:var(--panel);font-size:.85rem}
a{color:var(--accent)}code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.88em;overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.top{position:sticky;top:0;z-index:2;display:flex;align-items:center;gap:1rem;height:46px;padding:0 1.25rem;background:var(--panel);border-bottom:1px solid var(--line)}
.top strong{letter-spacing:-.01em}.top .title{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--muted)}.tools{display:flex;gap:.4rem}
main{max-width:1220px;margin:0 auto;padding:1.5rem 1.25rem 4rem;display:grid;grid-template-columns:minmax(0,1fr);gap:1.1rem}
.muted{color:var(--muted)}.small{font-size:.86rem}
.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;margin-top:.35rem;color:var(--muted);overflow-wrap:anywhere}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:1rem 1.2rem;min-width:0}
.verdict{border-left:5px solid var(--good)}.verdict.limited{border-left-color:var(--warn)}.verdict.invalid{border-left-color:var(--bad)}.verdict.unknown{border-left-color:var(--muted)}
.verdict p+p{margin-top:.25rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:.7rem}
.card{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:.75rem .95rem;min-width:0}
.card .name{font-size:.82rem;color:var(--muted)}.card .value{font-size:1.4rem;font-weight:650;letter-spacing:-.01em;line-height:1.3}.card .note{font-size:.8rem;color:var(--muted);overflow-wrap:anywhere}
ul.plain{padding-left:1.1rem;margin-bottom:.9rem;display:grid;gap:.25rem}ul.findings{padding:0;list-style:none;display:grid;gap:.4rem}
ul.findings li{padding:.35rem .7rem;border-left:4px solid var(--line);background:var(--sunk);border-radius:5px;overflow-wrap:anywhere}
ul.findings li.bad{border-left-color:var(--bad)}ul.findings li.warn{border-left-color:var(--warn)}ul.findings li.good{border-left-color:var(--good)}
.frame{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th{font-weight:500;font-size:.8rem;color:var(--muted);text-align:right;vertical-align:bottom;line-height:1.3}
td{text-align:right;white-space:nowrap}th,td{padding:.35rem .55rem;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left}tbody tr:last-child td{border-bottom:0}
td.text,th.text{text-align:left;white-space:normal;overflow-wrap:anywhere}tr.group td{color:var(--muted);font-weight:600;font-size:.8rem;padding-top:.8rem}
p.answer{font-size:1.15rem;padding:.45rem .8rem;margin-bottom:.5rem;border-left:4px solid var(--good);background:var(--sunk);border-radius:5px;overflow-wrap:anywhere}p.answer.none{border-left-color:var(--bad)}.search .frame{margin:.7rem 0}.search td.text{min-width:16rem}
tr.best td{background:color-mix(in srgb,var(--good) 9%,transparent)}
.thin{color:var(--muted);opacity:.75}.thin::before{content:"~"}
.state{font-weight:600}.state.valid{color:var(--good)}.state.client-limited{color:var(--warn)}.state.invalid{color:var(--bad)}
.rate.low{color:var(--bad);font-weight:600}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:1.2rem 1.6rem}
p+.charts,.frame+.charts,.columns+.charts{margin-top:.9rem}.chart{min-width:0}.chart.wide{margin-top:1.2rem}.chart figcaption{font-size:.9rem;margin-bottom:.25rem}.chart .hint{display:block;font-size:.82rem}
.chart svg{display:block;width:100%;height:auto}.chart text{fill:var(--muted);font-size:11px;font-variant-numeric:tabular-nums}.chart text.label{font-size:11.5px}.chart text.point-label,.chart text.marker-text{fill:var(--text);font-size:11px}
.grid{stroke:var(--line)}.tick{stroke:var(--muted)}
.c0{--tone:var(--c0)}.c1{--tone:var(--c1)}.c2{--tone:var(--c2)}.c3{--tone:var(--c3)}
.line{fill:none;stroke:var(--tone);stroke-width:2;stroke-linejoin:round}.line.dashed{stroke-dasharray:5 4}
circle{fill:var(--tone);stroke:var(--panel);stroke-width:1.5}.whisker{stroke:var(--tone);stroke-width:1.5;opacity:.55}
.bar{fill:var(--c0);opacity:.75}.bar:hover{opacity:1}.marker{stroke:var(--c1);stroke-width:1.5;stroke-dasharray:4 3}
.band.tainted{fill:var(--bad);opacity:.2}.band.steady{fill:var(--good);opacity:.09}
rect.wait{fill:var(--warn);opacity:.5}rect.prefill{fill:var(--soft)}rect.decode{fill:var(--c0)}rect.failed{fill:var(--bad)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.82rem;margin-top:.3rem;color:var(--muted)}
.key::before{content:"";display:inline-block;width:18px;height:0;border-top:2.5px solid var(--tone);margin-right:.4rem;vertical-align:middle}.key.dashed::before{border-top-style:dashed}
.key.band::before,.key.block::before{height:11px;border:0;border-radius:2px;width:14px}.key.band.tainted::before{background:var(--bad);opacity:.35}.key.band.steady::before{background:var(--good);opacity:.25}
.key.band{opacity:1}.key.wait::before{background:var(--warn)}.key.prefill::before{background:var(--soft)}.key.decode::before{background:var(--c0)}.key.failed::before{background:var(--bad)}
details>summary{cursor:pointer;font-weight:600}details.point>summary{overflow-wrap:anywhere;font-size:1.05rem;list-style-position:inside}details.point>summary .muted{font-weight:400;font-size:.88rem;margin-left:.6rem}
details.inner{margin-top:1rem;border-top:1px solid var(--line);padding-top:.7rem}
dl.glossary{display:grid;grid-template-columns:minmax(110px,max-content) minmax(0,1fr);gap:.35rem 1.2rem;margin-top:.7rem}dl.glossary dt{font-weight:600}dl.glossary dd{color:var(--text)}
dl.pairs{display:grid;grid-template-columns:minmax(0,12rem) minmax(0,1fr);gap:.15rem 1.2rem;font-size:.9rem}dl.pairs dt{color:var(--muted)}dl.pairs dd{overflow-wrap:anywhere}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:1rem 2rem}
@media (max-width:700px){main{padding:1rem .75rem 3rem}.panel{padding:.8rem}.top{padding:0 .75rem}.top .title{display:none}.tools{margin-left:auto}h1{font-size:1.3rem}dl.glossary{grid-template-columns:minmax(0,1fr)}}
@media print{.top{display:none}.panel,.chart,tr{break-inside:avoid}details:not([open])>*{display:block}}
`.trim();

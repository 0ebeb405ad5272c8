/** The page's style sheet: system fonts, light and dark by custom properties, a print form without controls. */
const LIGHT = `--bg:#fff;--panel:#f6f8fb;--text:#1b2433;--muted:#566176;--line:#d5dbe6;--accent:#1d4ed8;--box:#eef3fb;--box-line:#5b6b84;--good:#1f6f3d;--good-bg:#d8f3dc;--bad:#b42318;--bad-bg:#fde3df;--own:#eef1f6;--warn:#9a4a00;--warn-bg:#ffe8cc;--arrow:#66758d`;
const DARK = `--bg:#12161d;--panel:#1a202b;--text:#e6eaf2;--muted:#a3adbf;--line:#333d4f;--accent:#8fb4ff;--box:#1f2a3d;--box-line:#8a99b3;--good:#7bd79a;--good-bg:#163524;--bad:#ff9d92;--bad-bg:#45201d;--own:#202836;--warn:#f5b56b;--warn-bg:#3f2a10;--arrow:#8a99b3`;

export const STYLE = `
:root{${LIGHT};color-scheme:light}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK};color-scheme:dark}}
:root[data-theme=dark]{${DARK};color-scheme:dark}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header{padding:20px 28px 12px;border-bottom:1px solid var(--line)}
h1{margin:0;font-size:26px;overflow-wrap:anywhere}h2{margin:0 0 10px;font-size:20px}h3{margin:16px 0 6px;font-size:15px}
p{margin:6px 0}ul{margin:6px 0}
nav{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;padding:8px 28px;background:var(--bg);border-bottom:1px solid var(--line)}
nav a{color:var(--accent);text-decoration:none}nav a:hover{text-decoration:underline}
.tools{margin-left:auto;display:flex;gap:8px;position:relative}
input,select,.plain-button{font:inherit;color:var(--text);background:var(--bg);border:1px solid var(--box-line);border-radius:6px;padding:4px 10px;max-width:100%}
.plain-button{cursor:pointer}
#found{position:absolute;right:0;top:38px;width:min(560px,90vw);max-height:60vh;overflow:auto;margin:0;padding:8px 12px;list-style:none;background:var(--bg);border:1px solid var(--line);border-radius:8px;box-shadow:0 8px 30px #0004}
main{padding:0 28px 60px;max-width:1500px}
section{padding:26px 0 8px;scroll-margin-top:44px}
.muted,.detail{color:var(--muted)}.mono,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px}
.link,.count,.cell,.expand{font:inherit;background:none;border:0;padding:0;color:var(--accent);cursor:pointer;text-align:left;overflow-wrap:anywhere}
.link.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px}
.link:hover,.count:hover{text-decoration:underline}.count{text-decoration:underline dotted}
.big{font-size:inherit;font-weight:inherit}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.headline{font-size:21px;font-weight:650}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;margin:16px 0 0}
.figures div{background:var(--panel);border-radius:10px;padding:12px 16px}
dt{color:var(--muted)}dd{margin:0}dd strong{display:block;font-size:22px}dd .muted{font-size:13px}
.scroll{overflow:auto;max-height:80vh}
table{border-collapse:collapse;margin:8px 0}th,td{padding:5px 12px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--muted);position:sticky;top:0;background:var(--bg);z-index:1}.num{text-align:right;font-variant-numeric:tabular-nums}
.tag{display:inline-block;padding:0 7px;border-radius:9px;background:var(--own);color:var(--muted);font-size:12px}
.tag.good{background:var(--good-bg);color:var(--good)}.tag.bad{background:var(--bad-bg);color:var(--bad)}.tag.warn{background:var(--warn-bg);color:var(--warn)}.filters{display:flex;gap:8px;flex-wrap:wrap}
.plain{list-style:none;padding:0}.places{margin:2px 0 10px 14px}.edge{margin:8px 0 0;overflow-wrap:anywhere}
.place .at{color:var(--muted);font-size:13px;overflow-wrap:anywhere}.place code{display:block;background:var(--panel);border-radius:5px;padding:3px 8px;white-space:pre-wrap;overflow-wrap:anywhere}
.scroll:has(.map){max-height:90vh}.scroll:has(.fits){max-height:none}.map{display:block}.map.whole{width:100%;height:auto}.filters{align-items:center;margin:6px 0}.map.fits{max-width:100%;height:auto;min-width:640px}.box{cursor:pointer}
.box .shape{fill:var(--box);stroke:var(--box-line);stroke-width:1.3}.box .lid{fill:none}.box.pilot .shape{fill:var(--good-bg);stroke:var(--good);stroke-width:2.2}.box.shared .shape{fill:var(--warn-bg);stroke:var(--warn);stroke-width:2}.box.shared .lid{fill:none}
.box:focus{outline:none}.box:focus .shape,.box:hover .shape{stroke:var(--accent);stroke-width:3}
svg text{font-family:inherit;fill:var(--text)}.box text{text-anchor:middle;font-size:11px;fill:var(--muted)}.box text.name{font-size:14px;font-weight:600;fill:var(--text)}.box text.mark{fill:var(--warn)}
.arrow{cursor:pointer}.arrow .line,.extra .line{fill:none;stroke:var(--arrow)}.arrow .head{fill:var(--arrow)}.arrow .hit{fill:none;stroke:transparent;stroke-width:14}
.arrow.alarm .line{stroke:var(--bad)}.arrow.alarm .head{fill:var(--bad)}.arrow.accepted .line{stroke:var(--warn)}.arrow.accepted .head{fill:var(--warn)}.arrow.dashed .line{stroke-dasharray:6 4}.arrow.dotted .line{stroke-dasharray:1.5 3.5}
svg .label{font-size:11px;text-anchor:middle;fill:var(--muted);paint-order:stroke;stroke:var(--bg);stroke-width:4px;pointer-events:none}svg .label.alarm{fill:var(--bad)}svg .label.accepted{fill:var(--warn)}
.extra .line{stroke-width:1;stroke-dasharray:2 3;pointer-events:none}.extra .in{stroke:var(--accent)}.lit .arrow:not(.on),.lit .label:not(.on){opacity:.12}
.matrix td{border:1px solid var(--line);padding:0;min-width:27px;height:27px;text-align:center}.matrix th{white-space:nowrap;padding:2px 8px 2px 0;border-color:var(--line)}
.matrix tbody th{position:sticky;left:0;background:var(--bg)}.matrix thead th{text-align:center;min-width:27px;padding:2px}.index{display:inline-block;min-width:24px;color:var(--muted);text-align:right}
.matrix .self{background:var(--line)}.matrix .own{background:var(--own)}.matrix .self.own{background:var(--line)}.matrix .feedback{background:var(--bad-bg)}.cell{width:100%;padding:3px 4px;text-align:center;font-size:12px}.feedback .cell{color:var(--bad);font-weight:600}.member{padding-left:16px}
.chart{display:block;width:100%;max-width:960px;min-width:520px}.frame{fill:var(--panel)}.grid{stroke:var(--line)}.tick,.axis{font-size:11.5px;fill:var(--muted);text-anchor:middle}.axis{font-size:13px}
.dot{cursor:pointer}.dot circle{fill:var(--box);stroke:var(--box-line);stroke-width:1.5}.dot.quick-win circle{fill:var(--good-bg);stroke:var(--good)}.dot.strategic circle{stroke:var(--accent)}.dot.pilot circle{stroke-width:3}.dot text{font-size:11px}.dot text:not(.beside){text-anchor:middle}.dot .beside{font-size:12px}.dot:focus{outline:none}.dot:focus circle{stroke:var(--accent);stroke-width:4}
.waves{display:flex;flex-wrap:wrap;gap:12px;list-style:none;padding:0}.waves>li{background:var(--panel);border-radius:10px;padding:6px 16px 10px;min-width:180px}
.way{color:var(--muted);font-style:italic}span[class*=inset]{display:block}.inset1{padding-left:22px}.inset2{padding-left:44px}.inset3{padding-left:66px}.inset4{padding-left:88px}
details{border-top:1px solid var(--line);padding:8px 0}summary{cursor:pointer;overflow-wrap:anywhere}
#panel{position:fixed;z-index:3;right:0;top:0;bottom:0;width:min(620px,100vw);overflow:auto;background:var(--bg);border-left:1px solid var(--line);box-shadow:-8px 0 40px #0003;padding:18px 24px 60px}
#panel h2{overflow-wrap:anywhere;padding-right:70px}#panel h2:focus{outline:none}#panel-close{position:absolute;right:20px;top:16px}
.move{background:var(--panel);border-radius:10px;padding:10px 14px;margin:10px 0}.whatif{font-weight:600}
#moves{position:fixed;z-index:2;left:28px;bottom:18px;background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:8px 14px;box-shadow:0 4px 20px #0003}
[hidden]{display:none!important}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media print{:root,:root:not([data-theme=light]),:root[data-theme=dark]{${LIGHT};color-scheme:light}*{print-color-adjust:exact}body{font-size:11px}main{max-width:none;padding:0}nav,#panel,#moves,input,select,.more,.expand::before{display:none!important}.scroll,.scroll:has(.map){overflow:visible;max-height:none}.map,.chart{width:100%;height:auto;min-width:0;max-width:100%;break-inside:avoid}th,td,p,li,summary{overflow-wrap:anywhere}table{max-width:100%}thead th,.matrix tbody th{position:static}.matrix{table-layout:fixed;width:100%;font-size:8px}.matrix th,.matrix td,.matrix thead th{min-width:0;height:auto;padding:1px;white-space:normal}.matrix tbody th,.matrix thead th:first-child{width:16%}.matrix button{font-size:8px}h2{break-after:avoid}tr,.waves>li,.figures div{break-inside:avoid}.count,.link{color:var(--text);text-decoration:none}}
`;

/**
 * SVG, drawn by us on the places Graphviz found: nothing to install, no script, no request, no font file; white behind, so
 * that it reads on any page. Text is text, so it can be searched and copied.
 */
import type { Analysis } from '../model/index.js';
import type { ReportOptions } from './options.js';
import { drawnPicture } from './picture/drawn.js';
import { type Scene, type Shape, sceneOf } from './picture/scene.js';
import { pathText, short } from './picture/segments.js';

const FONTS = "Helvetica, Arial, 'Noto Sans', 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif";
const DASH = { solid: '', dashed: ' stroke-dasharray="6 4"', dotted: ' stroke-dasharray="1.5 3.5"' } as const;

export async function renderSvg(analysis: Analysis, options: ReportOptions): Promise<string> {
  return svgOf(await sceneOf(drawnPicture(analysis, options)));
}

function svgOf({ title, width, height, shapes }: Scene): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONTS}">`,
    `<title>${xml(title)}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...shapes.map(shapeText),
    '</svg>',
  ].join('\n')}\n`;
}

function shapeText(shape: Shape): string {
  if (shape.kind === 'text') {
    const halo = shape.halo ? ' stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"' : '';
    const [x, y] = shape.at;
    return `<text x="${short(x)}" y="${short(y)}" font-size="${shape.size}"${shape.isBold ? ' font-weight="bold"' : ''} fill="${shape.color}"${shape.anchor === 'middle' ? ' text-anchor="middle"' : ''}${halo}>${xml(shape.text)}</text>`;
  }
  const line =
    shape.color === undefined
      ? ''
      : ` stroke="${shape.color}" stroke-width="${short(shape.width ?? 1)}"${DASH[shape.stroke ?? 'solid']}`;
  const tag = `<path d="${pathText(shape.segments)}" fill="${shape.fill ?? 'none'}"${line}`;
  return shape.title === undefined ? `${tag}/>` : `${tag}><title>${xml(shape.title)}</title></path>`;
}

/** Controls are visible escapes already; what XML 1.0 cannot hold besides becomes U+FFFD. */
function xml(text: string): string {
  return text
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Bars of one work, on a scale of their own that begins at zero. */
export interface Panel {
  readonly title: string
  /** What was measured: frames, sizes, the noise of the machine. */
  readonly text: string
  readonly bars: readonly Bar[]
}

/** One bar. */
interface Bar {
  readonly name: string
  /** At least zero. */
  readonly value: number
  /** Whether it is crossbook's. */
  readonly isOwn: boolean
}

/** A picture of panels, one below the other. */
export interface BarChart {
  readonly title: string
  /** What a bar's length says, with its unit, and which is better. */
  readonly measure: string
  readonly panels: readonly Panel[]
  /** Where and when. */
  readonly notes: readonly string[]
}

const WIDTH = 760
const MARGIN = 20
const LEAST_NAME_WIDTH = 200
/** Of the type of names; a guess, as nothing here measures text. */
const LETTER_WIDTH = 6.4
const VALUE_WIDTH = 60
const ROW = 22
const BAR = 14
const LINE = 16
/** Of the small type; a guess, as nothing here measures text. */
const LETTERS_A_LINE = 118

/** The picture follows the reader's scheme, and brings its own ground: the page around it may follow another. */
const STYLE = `
    .ground { fill: #ffffff }
    text { font: 12px system-ui, sans-serif; fill: #24292f }
    .title { font-size: 16px; font-weight: 600 }
    .panel { font-size: 13px; font-weight: 600 }
    .small { font-size: 11px; fill: #57606a }
    .peer { fill: #afb8c1 }
    .own { fill: #0969da }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117 }
      text { fill: #e6edf3 }
      .small { fill: #8d96a0 }
      .peer { fill: #545d68 }
      .own { fill: #4493f8 }
    }
  `

/** Draws a chart as SVG text. The same chart gives the same text. */
export function barChart(chart: BarChart): string {
  const names = chart.panels.flatMap(({ bars }) => bars.map(({ name }) => name.length))
  const drawing = new Drawing(Math.max(LEAST_NAME_WIDTH, LETTER_WIDTH * Math.max(0, ...names)))
  drawing.text(chart.title, 'title')
  drawing.text(chart.measure, 'small')
  for (const panel of chart.panels) drawPanel(drawing, panel)
  drawing.gap(LINE)
  for (const note of chart.notes) drawing.text(note, 'small')
  const { height, shapes } = drawing
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title description">`,
    `  <title id="title">${escaped(chart.title)}</title>`,
    `  <desc id="description">${escaped(description(chart))}</desc>`,
    `  <style>${STYLE}</style>`,
    '  <rect width="100%" height="100%" class="ground"/>',
    ...shapes.map((shape) => `  ${shape}`),
    '</svg>\n',
  ].join('\n')
}

function drawPanel(drawing: Drawing, { title, text, bars }: Panel): void {
  drawing.gap(LINE)
  drawing.text(title, 'panel')
  drawing.text(text, 'small')
  drawing.gap(4)
  const most = Math.max(...bars.map(({ value }) => value))
  for (const bar of bars) drawing.bar(bar, most > 0 ? bar.value / most : 0)
}

/** Shapes from the top downwards. */
class Drawing {
  readonly shapes: string[] = []
  readonly #nameWidth: number
  #y = MARGIN

  constructor(nameWidth: number) {
    this.#nameWidth = nameWidth
  }

  get height(): number {
    return this.#y + MARGIN
  }

  gap(height: number): void {
    this.#y += height
  }

  text(text: string, style: 'title' | 'panel' | 'small'): void {
    for (const line of linesOf(text)) {
      this.shapes.push(label(MARGIN, this.#y + 10, line, ` class="${style}"`))
      this.#y += LINE
    }
  }

  /** A bar that is a part of the longest. */
  bar({ name, value, isOwn }: Bar, part: number): void {
    const x = Math.round(MARGIN + this.#nameWidth)
    const length = part * (WIDTH - MARGIN - VALUE_WIDTH - x)
    const baseline = this.#y + BAR - 3
    const style = isOwn ? 'own' : 'peer'
    const width = Math.max(1, length).toFixed(1)
    this.shapes.push(
      label(x - 8, baseline, name, ' text-anchor="end"'),
      `<rect x="${x}" y="${this.#y}" width="${width}" height="${BAR}" rx="2" class="${style}"/>`,
      label(x + Number(width) + 6, baseline, valueText(value), ''),
    )
    this.#y += ROW
  }
}

function label(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${Number(x.toFixed(1))}" y="${y}"${attributes}>${escaped(text)}</text>`
}

/** For those who do not see it: every number. */
function description({ measure, panels, notes }: BarChart): string {
  const said = panels.map(({ title, text, bars }) => {
    const values = bars.map(({ name, value }) => `${name} ${valueText(value)}`)
    return `${title}: ${values.join(', ')}. ${text}`
  })
  return [measure, ...said, ...notes].join(' ')
}

function valueText(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })
}

function linesOf(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line === '') lines[lines.length - 1] = word
    else if (line.length + word.length < LETTERS_A_LINE) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

import { describe, expect, test } from 'vitest'
import { type BarChart, barChart } from '../../bench/kit/bar-chart.ts'

const CHART: BarChart = {
  title: 'Frames & books',
  measure: 'Thousand frames a second: longer is faster.',
  panels: [
    {
      title: 'Of 664 B, 1,000 levels a side',
      text: '5000 frames.',
      bars: [
        { name: 'crossbook', value: 1_200, isOwn: true },
        { name: 'peer <1>', value: 300, isOwn: false },
        { name: 'idle', value: 0, isOwn: false },
      ],
    },
    {
      title: 'Of 505 B, 20 levels a side',
      text: '5000 frames.',
      bars: [{ name: 'crossbook', value: 14.25, isOwn: true }],
    },
  ],
  notes: ['A machine; Node v20.20.2; 2026-11-27.'],
}

/** Widths of bars, top to bottom. */
function widths(svg: string): number[] {
  const bars = svg.matchAll(/<rect [^>]*width="([\d.]+)"[^>]* class="(?:own|peer)"/g)
  return [...bars].map(([, width]) => Number(width))
}

describe('a bar chart', () => {
  const svg = barChart(CHART)

  test('draws bars to scale from zero, each panel by its own longest', () => {
    const [longest = 0, quarter, none, alone] = widths(svg)
    expect(longest).toBeGreaterThan(300)
    expect(quarter).toBe(longest / 4)
    expect(none).toBe(1)
    expect(alone).toBe(longest)
  })

  test('writes every name and value, titles, texts and notes', () => {
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
    expect(texts).toEqual([
      'Frames &amp; books',
      'Thousand frames a second: longer is faster.',
      'Of 664 B, 1,000 levels a side',
      '5000 frames.',
      'crossbook',
      '1,200',
      'peer &lt;1&gt;',
      '300',
      'idle',
      '0',
      'Of 505 B, 20 levels a side',
      '5000 frames.',
      'crossbook',
      '14.3',
      'A machine; Node v20.20.2; 2026-11-27.',
    ])
  })

  test('says all of it to those who do not see it', () => {
    expect(svg).toContain('role="img" aria-labelledby="title description"')
    expect(svg).toContain('<title id="title">Frames &amp; books</title>')
    expect(svg).toContain('1,000 levels a side: crossbook 1,200, peer &lt;1&gt; 300, idle 0.')
  })

  test('has colours for light and dark, and a ground of its own in both', () => {
    const [light = '', dark = ''] = svg.split('@media (prefers-color-scheme: dark)')
    for (const scheme of [light, dark])
      for (const style of ['ground', 'small', 'peer', 'own'])
        expect(scheme).toMatch(new RegExp(`\\.${style} \\{ [^}]*fill: #`))
  })

  test('is the same text for the same chart, with room for every shape', () => {
    expect(barChart(CHART)).toBe(svg)
    const [, height = ''] = /viewBox="0 0 760 (\d+)"/.exec(svg) ?? []
    const lowest = Math.max(...[...svg.matchAll(/ y="(\d+)"/g)].map(([, y]) => Number(y)))
    expect(lowest).toBeGreaterThan(0)
    expect(Number(height)).toBeGreaterThan(lowest)
  })

  test('breaks a long text at words, and loses none', () => {
    const text = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ')
    const long = barChart({ ...CHART, panels: [], notes: [text] })
    const lines = [...long.matchAll(/class="small">([^<]*)</g)].map(([, line = '']) => line)
    expect(lines.slice(1).length).toBeGreaterThan(2)
    expect(lines.slice(1).join(' ')).toBe(text)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(118)
  })
})

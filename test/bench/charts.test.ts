import { describe, expect, test } from 'vitest'
import { charts } from '../../bench/kit/charts.ts'
import { cell } from '../../bench/kit/results.ts'
import { result } from './results.ts'

describe('charts of results', () => {
  test('each version of Node has its own, of what was measured with it and nothing else', () => {
    const node24 = result({ node: 'v24.1.0', rows: [['crossbook', '999', '1']] })
    const load = result({ id: 'load', columns: ['', 'import, ms'] })
    const found = charts([result({}), node24, load, result({ id: 'memory' })], 'ccxt 4')
    expect(found.map(({ path }) => path)).toEqual([
      'node-20/book.svg',
      'node-20/import.svg',
      'node-24/book.svg',
    ])
    const [of20, , of24] = found.map(({ svg }) => svg)
    expect(of20).toContain('crossbook 713, JSON.parse 1,771')
    expect(of20).not.toContain('999')
    expect(of24).toContain('crossbook 999')
    expect(of24).not.toContain('v20')
  })

  test('say machine, version of Node, day and peers, once', () => {
    const [chart] = charts([result({}), result({ id: 'book-5000' })], 'ccxt 4')
    const places = chart?.svg.match(/>2 cores, linux; Node v20\.20\.2; 2026-11-27\.</g)
    expect(places).toHaveLength(1)
    expect(chart?.svg).toContain('>ccxt 4.<')
  })

  test('know the rows of crossbook by their name, wherever they stand', () => {
    const rows = [
      ['a bare socket', '90'],
      ['crossbook', '70'],
      ['crossbook, with threads', '80'],
    ]
    const [chart] = charts([result({ rows })], '')
    const styles = [...(chart?.svg ?? '').matchAll(/class="(own|peer)"/g)].map(([, style]) => style)
    expect(styles).toEqual(['peer', 'own', 'own'])
  })

  test('of a soak show what grew, and how late the loop was beside an idle one', () => {
    const rows = [
      ['heap, MB', '26.2 → 26.4', ''],
      ['p99 ms', '2.71', '1.59'],
    ]
    const columns = ['', 'the monitor', 'a process that does nothing']
    const [chart] = charts([result({ id: 'soak', columns, rows })], '')
    expect(chart?.path).toBe('node-20/soak.svg')
    expect(chart?.svg).toContain('at the start 26.2, at the end 26.4')
    expect(chart?.svg).toContain('crossbook 2.7, a process that does nothing 1.6')
    expect(chart?.svg).not.toContain('Resident')
  })

  test('leave out the bar of a cell without a number', () => {
    const [chart] = charts([result({})], '')
    expect(chart?.svg.match(/class="(?:own|peer)"/g)).toHaveLength(2)
    expect(chart?.svg).not.toContain('>ccxt<')
  })
})

describe('a cell', () => {
  test.each([
    ['crossbook', 'k frames/s', 713],
    ['`JSON.parse`', 'k frames/s', 1770.5],
    ['ccxt', 'crossbook is faster by', 10.6],
    ['ccxt', 'k frames/s', Number.NaN],
    ['nobody', 'k frames/s', Number.NaN],
    ['ccxt', 'no column', Number.NaN],
  ])('of %s, %s, is %d', (row, column, expected) => {
    expect(cell(result({}), row, column)).toBe(expected)
  })
})

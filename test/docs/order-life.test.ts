import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ORDER_MEANINGS, TRANSITIONS } from '../../src/trader/oms/index.ts'
import { orderLifePage } from './order-life-page.ts'
import { root } from './snippets.ts'

test('the page about the life of an order is what the table says; `npm run docs:orders` writes it', () => {
  expect(readFileSync(`${root}docs/concepts/order-life.md`, 'utf8')).toBe(orderLifePage())
})

test('the page has every state and every meaning', () => {
  const page = orderLifePage()
  for (const name of [...Object.keys(TRANSITIONS), ...Object.keys(ORDER_MEANINGS)])
    expect(page).toContain(`\`${name}\``)
})

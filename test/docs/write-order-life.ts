import { writeFileSync } from 'node:fs'
import { orderLifePage } from './order-life-page.ts'

/** `npm run docs:orders` */
writeFileSync('docs/concepts/order-life.md', orderLifePage())

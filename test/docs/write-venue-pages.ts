import { writeFileSync } from 'node:fs'
import { capabilityPage, egressPage } from './venue-pages.ts'

/** `npm run docs:venues` */
writeFileSync('docs/venues/README.md', await capabilityPage())
writeFileSync('docs/egress.md', await egressPage())

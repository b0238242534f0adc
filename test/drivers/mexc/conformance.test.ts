import { testConformance } from '../../support/conformance.ts'

await testConformance('mexc')

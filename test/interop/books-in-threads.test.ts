import { testBooks } from './support/book-suite.ts'

testBooks(['kraken', 'okx'], 1)

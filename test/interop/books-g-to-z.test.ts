import { testBooks } from './support/book-suite.ts'
import { VENUES } from './venues.ts'

testBooks(VENUES.filter((venue) => venue >= 'g'))

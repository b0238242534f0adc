import type { Instrument } from '../../core/index.ts'
import { demand, demandNone } from './check.ts'
import type { Clause } from './clause.ts'

/** Chapter I: instruments. */
export const LISTING_CLAUSES: readonly Clause[] = [
  {
    id: 'I1',
    text: 'lists instruments of every product, each with the steps of its prices and sizes',
    needsVenue: true,
    check: async (bench) => {
      const instruments = await bench.listed()
      const missing = bench.driver.facts.products
        .filter(({ id }) => !instruments.some(({ product }) => product === id))
        .map(({ id }) => `no instrument of product ${id} is listed`)
      demandNone([...missing, ...instruments.flatMap(stepProblems)])
    },
  },
  {
    id: 'I2',
    text: 'names each instrument once, by the rule BASE/QUOTE, BASE/QUOTE:SETTLE, BASE/QUOTE:SETTLE-YYMMDD',
    needsVenue: true,
    check: async (bench) => {
      const instruments = await bench.listed()
      const names = instruments.map(({ market, pair }) => `${market} ${pair}`)
      const doubled = names.filter((name, at) => names.indexOf(name) !== at)
      demandNone([
        ...doubled.map((name) => `${name} is listed twice`),
        ...instruments.flatMap(nameProblems),
      ])
    },
  },
  {
    id: 'I3',
    text: 'gives futures, and futures only, the terms of their contract',
    needsVenue: true,
    check: async (bench) => demandNone((await bench.listed()).flatMap(termProblems)),
  },
  {
    id: 'I4',
    text: 'infers from a symbol the instrument that the listing gives it, or none',
    needsVenue: true,
    check: async (bench) => {
      const { driver } = bench
      demandNone(
        (await bench.listed()).flatMap((listed) => {
          const { market, symbol, pair, base, quote, kind, venue } = listed
          const inferred = driver.inferInstrument(market, symbol)
          if (inferred === undefined) return []
          const found = [
            inferred.pair,
            inferred.base,
            inferred.quote,
            inferred.kind,
            inferred.venue,
          ]
          const expected = [pair, base, quote, kind, venue]
          const isSame = found.every((value, at) => value === expected[at]) && inferred.isInferred
          return isSame
            ? []
            : [`${symbol}: listed as ${expected.join(' ')}, inferred as ${found.join(' ')}`]
        }),
      )
    },
  },
  {
    id: 'I5',
    text: 'says where each instrument is from, under the name of its facts',
    needsVenue: true,
    check: async (bench) => {
      const { venue, products } = bench.driver.facts
      for (const instrument of await bench.listed()) {
        const product = products.find(({ id }) => id === instrument.product)
        demand(instrument.venue === venue, () => `${instrument.symbol}: venue ${instrument.venue}`)
        demand(
          product?.market === instrument.market,
          () => `${instrument.symbol}: product ${instrument.product}`,
        )
        demand(!instrument.isInferred, () => `${instrument.symbol}: it was listed, not inferred`)
      }
    },
  },
]

function stepProblems(instrument: Instrument): readonly string[] {
  const { symbol, tickSize, lotSize, priceScale, sizeScale } = instrument
  const digits = (text: string): number => text.split('.')[1]?.length ?? 0
  const check = (name: string, step: string | undefined, scale: number): readonly string[] => {
    if (step === undefined) return [`${symbol}: no ${name}`]
    if (!(Number(step) > 0)) return [`${symbol}: ${name} ${step}`]
    return digits(step) <= scale ? [] : [`${symbol}: ${name} ${step} at scale ${scale}`]
  }
  return [...check('tickSize', tickSize, priceScale), ...check('lotSize', lotSize, sizeScale)]
}

function nameProblems({
  symbol,
  pair,
  base,
  quote,
  market,
  kind,
  contract,
}: Instrument): readonly string[] {
  const spot = `${base}/${quote}`
  const perpetual = `${spot}:${contract?.settle}`
  const isRight =
    market === 'spot'
      ? pair === spot && kind === 'spot'
      : kind === 'perpetual'
        ? pair === perpetual
        : kind === 'dated' && pair.startsWith(`${perpetual}-`) && /-\d{6}$/.test(pair)
  return isRight
    ? []
    : [`${symbol}: ${market} ${kind} of ${base}, ${quote}, ${contract?.settle} is called ${pair}`]
}

function termProblems({ symbol, market, kind, contract }: Instrument): readonly string[] {
  if (market === 'spot')
    return contract === undefined ? [] : [`${symbol}: terms of a contract on spot`]
  if (contract === undefined) return [`${symbol}: no terms`]
  const isDated = kind === 'dated'
  return [
    ...(Number(contract.multiplier) > 0 ? [] : [`${symbol}: multiplier ${contract.multiplier}`]),
    ...((contract.expiryTimeUs !== undefined) === isDated
      ? []
      : [`${symbol}: ${kind} with expiry ${contract.expiryTimeUs}`]),
  ]
}

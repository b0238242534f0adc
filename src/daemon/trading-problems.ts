import { riskOptionProblems } from '../trader/index.ts'
import type { TradingConfig } from './trading-config.ts'

/** Something that is wrong, and where. */
export interface PlacedProblem {
  /** Where. */
  readonly path: (string | number)[]
  /** What. */
  readonly message: string
}

/** What is wrong between the parts of a trading configuration, each of which is right by itself. */
export function tradingProblems({
  accounts,
  strategies,
  risk,
}: Pick<TradingConfig, 'accounts' | 'strategies' | 'risk'>): readonly PlacedProblem[] {
  const names = accounts.map(({ account }) => account)
  const traded = new Set(strategies.flatMap(({ legs }) => legs.map(({ account }) => account)))
  return [
    ...twice('accounts', names),
    ...twice(
      'strategies',
      strategies.map(({ strategy }) => strategy),
    ),
    ...accounts.flatMap(({ account, mode }, place) =>
      mode === 'live' || traded.has(account)
        ? []
        : [
            {
              path: ['accounts', place],
              message: `expected a strategy that trades with ${account}: an account on paper is of its pairs`,
            },
          ],
    ),
    ...strategies.flatMap(({ legs }, place) => legProblems(legs, place, names)),
    ...riskOptionProblems(risk).map((message) => ({ path: ['risk'], message })),
  ]
}

function legProblems(
  legs: TradingConfig['strategies'][number]['legs'],
  place: number,
  accounts: readonly string[],
): readonly PlacedProblem[] {
  return legs.flatMap(({ account }, leg) =>
    accounts.includes(account)
      ? []
      : [
          {
            path: ['strategies', place, 'legs', leg, 'account'],
            message: `expected one of ${accounts.join(', ')}, was ${account}`,
          },
        ],
  )
}

function twice(path: string, names: readonly string[]): readonly PlacedProblem[] {
  const doubled = new Set(names.filter((each, place) => names.indexOf(each) !== place))
  return [...doubled].map((each) => ({ path: [path], message: `${each} stands there twice` }))
}

export const adapter = { venue: 'kucoin', lines: [], sdk: { none: 'x' }, isBookFrame: () => false } as const

declare const brand: unique symbol

/**
 * A primitive that carries its meaning in its type, so that two strings or two numbers of different meaning do not mix.
 *
 * The only cast to a brand stands in its constructor, which validates.
 */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }

/**
 * A value that is valid only during the callback that received it; its owner reuses it afterwards.
 *
 * Read it at once, or take a copy of your own (`copy()` where the value has one).
 */
export type Borrowed<T> = T

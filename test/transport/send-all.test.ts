import { expect, test } from 'vitest'
import { type RestCall, TransportError } from '../../src/core/index.ts'
import { sendAll } from '../../src/transport/index.ts'

/** A listing of `pages`; the answer to page `i` says that there is a page after it. */
function listing(pages: readonly (readonly string[])[], i = 0): RestCall<readonly string[]> {
  return {
    request: {
      service: 's',
      method: 'GET',
      path: `/${i}`,
      weight: 1,
      isIdempotent: true,
    },
    parse: () => pages[i] ?? [],
    next: () => (i + 1 < pages.length ? listing(pages, i + 1) : undefined),
  }
}

/** Answers every call, and says which were sent. */
function fakeHttp(failAt = '') {
  const sent: string[] = []
  return {
    sent,
    async send<T>({ request, parse }: RestCall<T>): Promise<T> {
      sent.push(request.path)
      if (request.path === failAt) throw new TransportError('HTTP_FAILED', 'no answer')
      return parse({ status: 200, headers: {}, body: new Uint8Array() }, 1)
    },
  }
}

test('a call without pages is sent once', async () => {
  const http = fakeHttp()
  const { request, parse } = listing([['a']])
  expect(await sendAll(http, { request, parse })).toEqual(['a'])
  expect(http.sent).toEqual(['/0'])
})

test('pages are asked for one after the other, their rows in order', async () => {
  const http = fakeHttp()
  expect(await sendAll(http, listing([['a', 'b'], ['c'], ['d']]))).toEqual(['a', 'b', 'c', 'd'])
  expect(http.sent).toEqual(['/0', '/1', '/2'])
})

test('a page without rows is the last, though it names another', async () => {
  const http = fakeHttp()
  expect(await sendAll(http, listing([['a'], [], ['never']]))).toEqual(['a'])
  expect(http.sent).toEqual(['/0', '/1'])
})

test('a page that cannot be had fails the whole', async () => {
  const http = fakeHttp('/1')
  await expect(sendAll(http, listing([['a'], ['b']]))).rejects.toMatchObject({
    code: 'HTTP_FAILED',
  })
})

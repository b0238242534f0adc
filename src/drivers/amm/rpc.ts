import type { HttpRequest, HttpResponse, RestCall } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { asObject, asText, isObject, parseJson } from '../kit/fields.ts'
import { rpcError } from './errors.ts'

/** A JSON-RPC request as text. Ids are texts that say what was asked: nodes give them back as they are. */
export function rpcText(id: string, method: string, params: readonly unknown[]): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params })
}

/** A call of one method over HTTP, and how its result reads. */
export function rpcCall<T>(
  chain: string,
  method: string,
  params: readonly unknown[],
  read: (result: JsonValue | undefined, localTimeUs: number) => T,
): RestCall<T> {
  const request: HttpRequest = {
    service: chain,
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: rpcText('1', method, params),
    weight: 1,
    isIdempotent: true,
  }
  return { request, parse: (response, localTimeUs) => read(resultOf(response), localTimeUs) }
}

/** Reads some contracts at a block: `latest`, or a number for a later part of the same reading. */
export function contractCall<T>(
  chain: string,
  to: string,
  data: string,
  block: number | 'latest',
  read: (hex: string, localTimeUs: number) => T,
): RestCall<T> {
  const at = block === 'latest' ? block : quantityText(block)
  return rpcCall(chain, 'eth_call', [{ to, data }, at], (result, localTimeUs) =>
    read(asText(result, 'result'), localTimeUs),
  )
}

/** A number as JSON-RPC writes it. */
export function quantityText(value: number): string {
  return `0x${value.toString(16)}`
}

/** Refusals come with status 200, as an object beside the result. */
function resultOf(response: HttpResponse): JsonValue | undefined {
  const message = asObject(parseJson(response.body), 'answer')
  if (isObject(message['error'])) throw rpcError(message['error'], response)
  return message['result']
}

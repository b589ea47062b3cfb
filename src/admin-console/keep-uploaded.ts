import { keepList } from '#domain-claim'
import type { Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import type { Database } from '#platform'
import { mended } from './mended.ts'

/** Keeps a list that came with a form: its id, or what is wrong with it. */
export async function keepUploaded(
  database: Database,
  actor: AdminActor,
  bytes: AsyncIterable<Uint8Array>,
): Promise<string | (Refusal & { status: 409 | 422 | 429 })> {
  try {
    return await keepList(database, actor, bytes)
  } catch (error) {
    return mended(error)
  }
}

/** What was typed, as if it came as a file. */
export async function* parts(text: string | undefined): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text ?? '')
}

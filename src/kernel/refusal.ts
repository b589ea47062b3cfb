/** HTTP statuses a refusal may ask for. */
export type RefusalStatus = 400 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 503

/**
 * A *no* that the asker can act on. Its code `<room>.<reason>` is stable and never shown; the room's `words/` hold the
 * sentence. Anything else that is thrown is our own fault and becomes a 500.
 */
export class Refusal extends Error {
  readonly code: string
  readonly status: RefusalStatus
  readonly details: Readonly<Record<string, string | number | Temporal.Instant>>

  constructor(code: string, status: RefusalStatus, details: Refusal['details'] = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.status = status
    this.details = details
  }
}

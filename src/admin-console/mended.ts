import { Refusal } from '#kernel'

/** A refusal that the form itself can show; anything else goes its way. */
export function mended(error: unknown): Refusal & { status: 409 | 422 | 429 } {
  if (error instanceof Refusal && [409, 422, 429].includes(error.status)) return error as never
  throw error
}

/** What was typed, as far as it is shown again. */
export const clip = (text: string | undefined): string | undefined => text?.slice(0, 400)

import { errors } from 'oidc-provider'

/**
 * Refuses what PostgreSQL cannot keep: NUL, and surrogates without their partner, which JSON can spell (`\ud800`).
 * @throws InvalidRequest
 */
export function storable<T>(value: T): T {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      throw new errors.InvalidRequest('a parameter holds characters that cannot be kept')
  } else if (Array.isArray(value)) value.forEach(storable)
  else if (value !== null && typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) {
      storable(key)
      storable(each)
    }
  }
  return value
}

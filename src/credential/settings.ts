import { z } from 'zod'
import { text, whole } from '#platform'

export const credentialSettings = {
  UMBEL_ARGON2_MEMORY_KIB: whole(
    19_456,
    'Memory of one Argon2id password hash, in KiB. Grown: old hashes follow at the next log-in.',
    {
      from: 19_456,
      to: 4_194_304,
    },
  ),
  UMBEL_ARGON2_PASSES: whole(2, 'Passes of one Argon2id password hash. Grown: old hashes follow at the next log-in.', {
    from: 2,
    to: 100,
  }),
  UMBEL_HASHING_AT_ONCE: whole(2, 'How many passwords are hashed at the same time. About one for each core.', {
    from: 1,
    to: 64,
  }),
  UMBEL_HASHING_QUEUE: whole(
    200,
    'How many log-ins may wait for their hash before further ones are asked to come back.',
    { from: 1, to: 100_000 },
  ),
  UMBEL_PASSWORD_MIN_LENGTH: whole(
    8,
    'Fewest characters of a new password. 15 meets NIST SP 800-63B-4 without a second step.',
    { from: 8, to: 64 },
  ),
  UMBEL_PASSWORD_PEPPER: text({
    meaning:
      'A secret that is mixed into every password hash. Keep it as safe as UMBEL_SECRET_KEY: without it no password is right.',
    mend: 'Give at least 32 random bytes in base64, for example from: openssl rand -base64 32',
    secret: true,
    read: z
      .string()
      .transform((value): Buffer => Buffer.from(value, 'base64'))
      .refine((bytes) => bytes.length >= 32 && new Set(bytes).size >= 12),
  }),
}

import { type Actor, hashSecret, newSecret, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { isArticle, readingLanguage } from './articles.ts'
import { type Feedback, parseReason } from './help.ts'
import { countFeedback } from './limits.ts'
import { insertFeedback, setReason } from './store.ts'

/**
 * Says whether an article helped (ACC-12). Nothing is kept of who said so, which is also why the audit log is not told.
 * @returns the key with which the same person can add a reason, once
 * @throws Refusal 'help.article-unknown' 404, 'help.feedback-often' 429
 */
export async function giveFeedback(
  tx: Tx,
  actor: Actor,
  secretKey: Buffer,
  given: { article: string | undefined; locale: string; helpful: boolean },
): Promise<string> {
  const { article, locale, helpful } = given
  if (!isArticle(article)) throw new Refusal('help.article-unknown', 404)
  await countFeedback(tx, secretKey, actor.network ?? '', article)
  const key = newSecret()
  await insertFeedback(tx, { article, language: readingLanguage(locale), helpful, reasonKeyHash: hashSecret(key) })
  return key
}

/**
 * Adds why an article helped or did not. The statement that keeps the reason also spends the key.
 * @throws Refusal 'help.reason-long' 422, 'help.reason-gone' 410 for keys that are unknown, used or a day old
 */
export async function giveReason(
  tx: Tx,
  key: string | undefined,
  text: string | undefined,
): Promise<Pick<Feedback, 'article' | 'helpful'>> {
  const reason = parseReason(text)
  const answered = await setReason(tx, hashSecret(key ?? ''), reason)
  if (!answered) throw new Refusal('help.reason-gone', 410)
  return answered
}

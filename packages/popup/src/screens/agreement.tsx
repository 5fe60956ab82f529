import { termsIds } from '@pointpay/contracts'
import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../app-context.ts'
import { useLater } from '../later-context.ts'
import type { TermsId } from '../models/review.ts'

const texts = {
  service: { title: 'termsService', text: 'termsServiceText' },
  'third-party': { title: 'termsThirdParty', text: 'termsThirdPartyText' },
} as const satisfies Record<TermsId, object>

/** The terms: all at once, or one by one, each to be read where it stands. */
export function Agreement({ mall }: { mall: string }) {
  const { t } = useApp().texts
  const { review } = useLater()
  const all = useRef<HTMLInputElement>(null)
  const agreed = review.agreed.value
  const missing = review.agreementMissing.value
  useEffect(() => {
    if (missing) all.current?.focus()
  }, [missing])
  const agree = (ids: readonly TermsId[]) => {
    review.agreed.value = ids
    review.agreementMissing.value = false
  }
  return (
    <div class={`agreement ${missing ? 'wrong' : ''}`}>
      <label class="check all">
        <input
          ref={all}
          type="checkbox"
          checked={review.allAgreed.value}
          indeterminate={agreed.length > 0 && !review.allAgreed.value}
          aria-invalid={missing || undefined}
          aria-describedby="agreement-error"
          onChange={(event) => agree(event.currentTarget.checked ? termsIds : [])}
        />
        {t('agreeAll')}
      </label>
      {termsIds.map((id) => {
        const title = t(texts[id].title)
        return (
          <div class="terms" key={id}>
            <label class="check">
              <input
                type="checkbox"
                checked={agreed.includes(id)}
                onChange={(event) =>
                  agree(event.currentTarget.checked ? [...agreed, id] : agreed.filter((each) => each !== id))
                }
              />
              <span>
                {title} <span class="quiet">({t('required')})</span>
              </span>
            </label>
            <details>
              <summary aria-label={`${title} ${t('termsRead')}`}>{t('termsRead')}</summary>
              <p class="terms-text">{t(texts[id].text, { mall })}</p>
            </details>
          </div>
        )
      })}
      <p class="error" id="agreement-error" role="alert">
        {missing ? t('agreeMissing') : ''}
      </p>
    </div>
  )
}

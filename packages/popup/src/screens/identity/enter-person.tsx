import { useApp } from '../../app-context.ts'
import { Button } from '../../components/button.tsx'
import { Failure } from '../../components/failure.tsx'
import { Field } from '../../components/field.tsx'
import { Stage } from '../../components/stage.tsx'
import { withDashes } from '../../format/phone.ts'

/** Who the shopper is, and where a code can be sent. */
export function EnterPerson() {
  const { identity, texts } = useApp()
  const { t } = texts
  const { name, phone, wrong, sendingCode } = identity
  return (
    <Stage
      title={t('identityTitle')}
      lead={t('identityLead')}
      onSubmit={identity.sendCode}
      actions={
        <Button look="primary" type="submit" busy={sendingCode.busy.value}>
          {t('sendCode')}
        </Button>
      }
    >
      <Field
        id="name"
        label={t('name')}
        value={name.value}
        placeholder={t('namePlaceholder')}
        autocomplete="name"
        maxLength={40}
        error={wrong.value.includes('name') ? t('nameMissing') : undefined}
        focusOn={wrong.value[0] === 'name' && wrong.value}
        onInput={(input) => {
          name.value = input.value
          wrong.value = wrong.value.filter((each) => each !== 'name')
        }}
      />
      <Field
        id="phone"
        label={t('phone')}
        value={phone.value}
        placeholder="010-1234-5678"
        inputMode="tel"
        autocomplete="tel-national"
        error={wrong.value.includes('phone') ? t('phoneWrong') : undefined}
        focusOn={wrong.value[0] === 'phone' && wrong.value}
        onInput={(input) => {
          phone.value = input.value = withDashes(input.value)
          wrong.value = wrong.value.filter((each) => each !== 'phone')
        }}
      />
      <Failure failure={sendingCode.failure.value} retry={identity.sendCode} />
      <p class="fine">{t('notYou')}</p>
    </Stage>
  )
}

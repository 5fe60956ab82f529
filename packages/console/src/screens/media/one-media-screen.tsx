import type { MediaCode } from '@pointpay/contracts'
import { useModel, useSignal } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { DeedOutcome } from '../../components/deed-outcome.tsx'
import { Link } from '../../components/link.tsx'
import { LoadedView } from '../../components/loaded-view.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import { OneMediaModel } from '../../models/one-media.ts'
import { ProofKeyModel } from '../../models/proof-key.ts'
import { hrefTo } from '../../routing/routes.ts'
import { BrokenSettings } from './broken-settings.tsx'
import { ChangeAppDialog } from './change-app-dialog.tsx'
import { ChangeMediaDialog } from './change-media-dialog.tsx'
import { EditShopsDialog } from './edit-shops-dialog.tsx'
import { GoLive } from './go-live.tsx'
import { MediaAddresses } from './media-addresses.tsx'
import { MediaApp } from './media-app.tsx'
import { MediaSettings } from './media-settings.tsx'
import { MediaStanding } from './media-standing.tsx'
import { MemberProtectionPanel } from './member-protection.tsx'
import { NewSnippet } from './new-snippet.tsx'
import { ProofKeyDialog } from './proof-key-dialog.tsx'
import { ReturnUrl } from './return-url.tsx'
import { ScriptTag } from './script-tag.tsx'
import { Shops } from './shops.tsx'
import { UnusualCalls } from './unusual-calls.tsx'

const words = messages.media

/** One media: how it stands, what to send to whom, and its settings. */
export function OneMediaScreen({ mediaCode }: { mediaCode: MediaCode }) {
  const app = useApp()
  const model = useModel(() => new OneMediaModel(app, mediaCode))
  const proofKey = useModel(() => new ProofKeyModel(app, mediaCode, model.changed))
  const changing = useSignal<'settings' | 'app' | 'shops' | null>(null)
  const state = model.state.value
  const isOperator = app.me.role === 'operator'
  const justAdded = app.router.address.value.searchParams.has('added')
  return (
    <Page
      title={state.status === 'ready' ? state.value.name : mediaCode}
      actions={
        <Link class="button button--quiet" href={hrefTo('media')}>
          {messages.conversion.back}
        </Link>
      }
    >
      {justAdded && <Notice tone="good">{words.added}</Notice>}
      <DeedOutcome done={model.done.value} deed={model.deed.value} />
      <LoadedView state={state} reload={model.reload} lines={10}>
        {(media) => (
          <>
            {model.snippetChanged.value && <NewSnippet media={media} />}
            {media.broken.length > 0 && <BrokenSettings media={media} />}
            {media.unusual.length > 0 && <UnusualCalls media={media} />}
            <div class="columns">
              <div class="stack">
                <MediaStanding media={media} />
                <GoLive media={media} {...(isOperator ? { changeMode: model.changeMode } : {})} />
                <MediaSettings
                  media={media}
                  {...(isOperator ? { change: () => (changing.value = 'settings') } : {})}
                />
                {isOperator && media.kind === 'cafe24' && (
                  <MediaApp change={() => (changing.value = 'app')} />
                )}
              </div>
              <div class="stack">
                <MediaAddresses media={media} />
                {isOperator && media.kind === 'cafe24' && (
                  <ReturnUrl media={media} renew={model.renewReturnKey} endOld={model.endOldReturnKey} />
                )}
                <MemberProtectionPanel media={media} {...(isOperator ? { proofKey } : {})} />
                {media.kind === 'cafe24' && (
                  <Shops
                    media={media}
                    working={model.deed.value.status === 'sending'}
                    {...(isOperator
                      ? { change: { read: model.readShops, edit: () => (changing.value = 'shops') } }
                      : {})}
                  />
                )}
                {media.kind === 'cafe24' && (
                  <ScriptTag
                    media={media}
                    working={model.deed.value.status === 'sending'}
                    put={model.putScriptTag}
                    remove={model.removeScriptTag}
                  />
                )}
              </div>
            </div>
            {changing.value === 'settings' && (
              <ChangeMediaDialog
                media={media}
                proofKey={proofKey}
                onClose={() => (changing.value = null)}
                saved={(next) => {
                  changing.value = null
                  if (next) model.changed(next)
                  else model.unchanged()
                }}
              />
            )}
            {changing.value === 'shops' && (
              <EditShopsDialog
                media={media}
                onClose={() => (changing.value = null)}
                saved={(next) => {
                  changing.value = null
                  model.changed(next, words.shop.saved)
                }}
              />
            )}
            {changing.value === 'app' && (
              <ChangeAppDialog
                mediaCode={mediaCode}
                onClose={() => (changing.value = null)}
                changed={(next) => {
                  changing.value = null
                  model.changed(next, words.appChanged)
                }}
              />
            )}
            {proofKey.issued.value !== null && (
              <ProofKeyDialog proofKey={proofKey.issued.value} onClose={proofKey.forget} />
            )}
          </>
        )}
      </LoadedView>
    </Page>
  )
}

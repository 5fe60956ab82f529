import { Link } from '../components/link.tsx'
import { Page } from '../components/page.tsx'
import { messages } from '../messages.ts'
import { hrefTo } from '../routing/routes.ts'

export function NotFoundScreen() {
  const words = messages.notFound
  return (
    <Page title={words.title}>
      <p>{words.body}</p>
      <Link class="button" href={hrefTo('conversions')}>
        {words.home}
      </Link>
    </Page>
  )
}

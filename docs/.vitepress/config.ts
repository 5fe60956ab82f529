import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitepress'

/** The decisions are a folder that grows; each is listed under its file's name. */
const decisions = readdirSync(new URL('../decisions', import.meta.url))
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.slice(0, -'.md'.length))
  .map((name) => ({ text: name.replaceAll('-', ' '), link: `/decisions/${name}` }))

const sidebar = [
  {
    text: '쇼핑몰',
    items: [
      { text: '시작', link: '/' },
      { text: '쇼핑몰 설정', link: '/set-up' },
      { text: '버튼 넣기', link: '/button' },
      { text: '실제 운영 시작하기', link: '/go-live' },
      { text: '전환 뒤', link: '/after' },
      { text: '취소', link: '/cancel' },
      { text: '화면 모음', link: '/screens' },
    ],
  },
  {
    text: '개발과 운영',
    items: [
      { text: '자체 백엔드', link: '/own-backend' },
      { text: '운영', link: '/operation' },
      { text: '위협 모델', link: '/threat-model' },
      { text: '백업과 복구', link: '/backup' },
      { text: '규모', link: '/scale' },
      { text: '오류와 할 일', link: '/errors' },
      { text: '용어', link: '/glossary' },
    ],
  },
  { text: '설계 결정 (영어)', collapsed: true, items: decisions },
]

/** The id of a heading. VitePress's own takes Hangul apart into its letters, so no link to a Korean heading would find it. */
const slugify = (heading: string) =>
  heading
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/^\d/, '_$&')
    .toLowerCase()

export default defineConfig({
  title: 'PointPay',
  description: 'Cafe24 쇼핑몰에서 제휴포인트를 적립금으로',
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  cleanUrls: true,
  markdown: { anchor: { slugify } },
  locales: {
    root: { label: '한국어', lang: 'ko-KR' },
    en: {
      label: 'English',
      lang: 'en',
      description: 'Partner points to 적립금 in a Cafe24 mall',
      themeConfig: {
        outline: { label: 'On this page' },
        sidebar: [{ text: 'Start', link: '/en/' }, ...sidebar],
      },
    },
  },
  themeConfig: {
    sidebar,
    outline: { label: '이 페이지에서', level: [2, 3] },
    docFooter: { prev: '이전', next: '다음' },
    sidebarMenuLabel: '차례',
    returnToTopLabel: '맨 위로',
    darkModeSwitchLabel: '밝기',
    langMenuLabel: '언어',
    search: {
      provider: 'local',
      options: {
        translations: {
          button: { buttonText: '찾기', buttonAriaLabel: '찾기' },
          modal: {
            noResultsText: '찾은 것이 없습니다',
            resetButtonTitle: '지우기',
            footer: { selectText: '열기', navigateText: '이동', closeText: '닫기' },
          },
        },
      },
    },
  },
  vite: { logLevel: 'warn' },
})

/** Why a context is set aside as no service, in English and Korean. */
import type { Aside } from './scorecard.js';

const WORDS: Readonly<Record<Aside, readonly [name: string, reason: string, korean: string, koreanReason: string]>> = {
  library: [
    'library',
    'a library: no table, no data access, no entry point, no event; ship it as a package with the services that import it',
    '라이브러리',
    '라이브러리: 테이블, 데이터 접근, 진입점, 이벤트가 없음. 이를 import하는 서비스와 함께 패키지로 배포할 것',
  ],
  'plug-in': [
    'plug-in',
    'a plug-in: no table of its own, and its package is loaded by another; it moves with what loads it',
    '플러그인',
    '플러그인: 자체 테이블이 없고 다른 쪽이 패키지로 불러옴. 불러오는 쪽과 함께 움직임',
  ],
  tool: [
    'tool',
    'a tool: no table of its own, and people start it from a command line; it stays beside the services',
    '도구',
    '도구: 자체 테이블이 없고 명령줄에서 실행함. 서비스 옆에 남음',
  ],
  reader: [
    'reader',
    'no service: it owns no table, nothing asks it from outside, and it only reads tables of others; ask their owners, and ship the rest as a package',
    '읽기 코드',
    '서비스가 아님: 자체 테이블도 외부 진입점도 없이 남의 테이블을 읽기만 함. 소유자에게 물어보고, 나머지는 패키지로 배포할 것',
  ],
  apart: [
    'apart already',
    'apart already: no table of its own, nothing outside imports it, and it imports no other context; there is nothing to cut out',
    '이미 분리됨',
    '이미 분리됨: 자체 테이블이 없고, 밖에서 import하지 않으며, 다른 컨텍스트를 import하지도 않음. 떼어낼 것이 없음',
  ],
  data: [
    'tables alone',
    'tables without code of their own: there is nothing to cut out; find out who reads and writes them before any of it moves',
    '테이블뿐',
    '자체 코드가 없는 테이블: 떼어낼 것이 없음. 옮기기 전에 누가 읽고 쓰는지 알아볼 것',
  ],
};

export function asideName(aside: Aside, language: 'en' | 'ko'): string {
  return WORDS[aside][language === 'ko' ? 2 : 0];
}

export function asideReason(aside: Aside, language: 'en' | 'ko' = 'en'): string {
  return WORDS[aside][language === 'ko' ? 3 : 1];
}

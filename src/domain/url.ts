/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether a host name is OpenAI's own. */
export function isOpenAi(hostname: string): boolean {
  return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com');
}

/** Whether a host is OpenAI's or this machine. For any other there is a warning. */
export function isExpectedHost(hostname: string): boolean {
  return isLoopback(hostname) || isOpenAi(hostname);
}

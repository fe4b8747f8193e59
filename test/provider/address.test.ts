import { isElsewhere, isSameAddress, judgeAddress } from "../../provider/address";

describe("address", () => {
  it.each([
    ["HTTPS://Coder.Example.com:443/", "https://coder.example.com"],
    ["http://localhost:3000", "http://localhost:3000"],
    [" https://example.com/coder/?a=b#c", "https://example.com/coder"],
  ])('"%s" is used as "%s"', (text, url) => {
    expect(judgeAddress(text)).toEqual({ url });
  });

  it.each([
    ["coder.example.com", "notUrl"],
    ["ftp://coder.example.com", "notHttp"],
    ["https://ada@coder.example.com", "withCredentials"],
    ["https://coder.example.com/api/v2", "ofApi"],
  ])('"%s" is none: %s', (text, fault) => {
    expect(judgeAddress(text)).toEqual({ fault });
  });

  it("is the same in every spelling of it", () => {
    expect(isSameAddress("https://coder.example.com", "https://CODER.example.com:443/")).toBe(true);
    expect(isSameAddress("https://coder.example.com", "http://coder.example.com")).toBe(false);
    expect(isSameAddress("none", " none ")).toBe(true);
  });

  it("has the pages below it, and no others", () => {
    const server = "https://coder.example.com";
    expect(isElsewhere("https://coder.example.com/templates/default/api/versions/v1", server)).toBe(false);
    expect(isElsewhere("https://coder.example.com.evil/templates", server)).toBe(true);
    expect(isElsewhere("none", server)).toBe(false);
  });
});

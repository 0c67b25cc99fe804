/**
 * Public keys whose private half is printed for everybody to read, by their thumbprint (RFC 7638), and where it stands. Proof of
 * possession proves nothing with them: everybody who has read the document can give it.
 */
export const publishedKeys: ReadonlyMap<string, string> = new Map([
  ["IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8", "RFC 7515, A.2"],
  ["oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", "RFC 7515, A.3"],
  ["xtIsOV1FqKH77AI_A3jdTg5QfdabzqI-LNpYTPi0IgI", "RFC 7516, A.1"],
  ["_K0fXS8wlsT7Tn3vvZrs9qdKUIqi5AxQ5EVk41xi_BM", "RFC 7516, A.2"],
  ["cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", "RFC 7517, A.2"],
  // Also the example of RFC 7638.
  ["NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "RFC 7517, A.2"],
  ["D8R4-FeTJfzuDUy8bZ0c4hcwpul-Q11gCPs3mw6-R9Q", "RFC 7517, C"],
  ["9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI", "RFC 7520, 3.4"],
  ["Rt-IyDEhXohvTl_ozKQ9YGflXGuDb3uu3QmqN2LoMwM", "RFC 7520, 5.2"],
  ["DOvxvJiAdIqVWIkFt5hDtCunXLF0BV4-JGv4f-ALSm0", "RFC 6979, A.2.5"],
  // Also the example of RFC 8037.
  ["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "RFC 8032, 7.1"],
  ["FtIu-VbGrfe_KB6CH7GNwODB72MNxj_ml11dEvO-7kk", "RFC 8032, 7.1"],
  ["FVV5umTuau890q59V-4Ga_R6qWb7ON_ivJc4EjvCwTM", "RFC 8032, 7.1"],
  ["lZI1vM7tnlYapaF5-cy86ptx0tT_8Av721hhiNB5ti4", "RFC 8032, 7.1"],
  ["iiDHHfFVNG6ICMUTsicgrWf1igtFYZEK73xlobt1ah4", "RFC 8032, 7.1"],
  // Also in RFC 7520.
  ["HsSFalww3yP-dO-lWGYgFcyV5H22oScIFc4V2Y6GOto", "RFC 8152, C.7.2"],
  ["xNnfOFTMgZSRM3KtGHQqavZGWGF00Fe54LZBYCIxr88", "RFC 8152, C.7.2"],
  ["mTVa39KNK8LI9ZgAkyqQOQayaqVO7DXurapqkzEbfMg", "RFC 8152, C.7.2"],
  ["BHj8s0GPnMEQtkaULIM-PLgEhLBbuGUQ1vMxmBWZzEo", "RFC 9421, B.1.1"],
  ["oD0HwocPBSfpNy5W3bpJeyFGY_IQ_YpqxSjQ3Yd-CLA", "RFC 9421, B.1.2"],
  ["ydQXMtvbsOsZyFir-Y7A8t7fKEM1gbKPvyFkdpu4fvI", "RFC 9421, B.1.3"],
  ["poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U", "RFC 9421, B.1.4"],
  ["oGDmHqCJ7yzMkWEkrlZVHkvrHIyQwtlDmeq5ForUHeY", "jwt.io, RS256"],
  ["19J8y7Zprt2-QKLjF2I5pVk0OELX6cY2AfaAv1LC_w8", "jwt.io, ES256"],
  ["xx0BcA-wMohw8atYDJOe6peGModklG2wRHBlXHMvl0M", "SP 800-186, 3.2.1.3 (base point)"],
]);

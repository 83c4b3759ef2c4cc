// Density as a share of the top of its range, to the place on its colour map: the exponent lifts what is faint.
// Twins of both: src-renderer/stage/rules/transfer.ts
float densityTransfer(float share) {
  return pow(clamp(share, 0.0, 1.0), 0.72);
}

// What has either sign, as a share of the largest size: 0 is in the middle of its map.
float signedTransfer(float share) {
  return 0.5 + 0.5 * sign(share) * sqrt(min(abs(share), 1.0));
}

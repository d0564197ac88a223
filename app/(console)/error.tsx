"use client";
/** The frame stays where a page inside it fails. */
export { default } from "../error";

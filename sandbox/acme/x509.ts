// The library injects its parts by decorators and fails to load before this is there.
import "reflect-metadata";

export * from "@peculiar/x509";

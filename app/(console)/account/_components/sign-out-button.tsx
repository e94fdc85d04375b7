"use client";

import { signOut } from "@/app/(console)/_components/sign-out";
import { Button } from "@/components/ui/button";

export function SignOutButton() {
  return <Button onClick={() => void signOut()}>Sign out</Button>;
}

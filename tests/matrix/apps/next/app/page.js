"use client";

import { connect } from "layeron-storage";
import { useEffect, useState } from "react";
import { tour } from "../tour.js";

export default function Page() {
  const [said, say] = useState("");
  useEffect(() => {
    connect("memory");
    tour().then(say, (error) => say(String(error)));
  }, []);
  return <output>{said}</output>;
}

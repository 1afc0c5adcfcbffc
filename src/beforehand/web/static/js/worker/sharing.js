// A file shared by another app waits on the phone until its owner sends it from the import page: a share carries no
// token, and any site could post one, so that nothing goes to the server without a tap.
async function share(request) {
  const files = (await request.formData()).getAll("files").filter((file) => file instanceof File);
  await store.clear("shared");
  for (const file of files) await store.put("shared", file);
  return Response.redirect(`${IMPORT}?shared=${files.length ? "here" : "missed"}`, 303);
}

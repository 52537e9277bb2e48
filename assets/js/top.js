// "Back to the top" shows once there is something to go back from. It stays a plain link: the focus goes up with the page.
const link = document.querySelector(".back-to-top");
if (link) {
  const show = () => link.classList.toggle("back-to-top-show", window.scrollY > window.innerHeight);
  document.addEventListener("scroll", show, { passive: true });
  show();
}

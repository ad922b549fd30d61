output "functions" {
  description = "Functions by name: Cloud Run service, kind and the address it answers at."
  value = {
    for name, function in google_cloudfunctions2_function.this : name => {
      service_name = function.name
      kind         = var.functions[name].kind
      url          = function.service_config[0].uri
    }
  }
}

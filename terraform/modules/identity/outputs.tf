output "build" {
  description = "Account that builds the functions: id, email and IAM member."
  value = {
    id     = google_service_account.build.id
    email  = google_service_account.build.email
    member = google_service_account.build.member
  }
}

output "callers" {
  description = "Accounts in whose name functions are called, by gateway, push and tasks: id, email and IAM member."
  value = {
    for name, account in google_service_account.caller : name => {
      id     = account.id
      email  = account.email
      member = account.member
    }
  }
}

output "functions" {
  description = "Accounts of the functions, by function: id, email and IAM member."
  value = {
    for name, account in google_service_account.function : name => {
      id     = account.id
      email  = account.email
      member = account.member
    }
  }
}
